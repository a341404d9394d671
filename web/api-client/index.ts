// The one door of the package: the shapes of the HTTP API and a small client that speaks its grammar.
export * from './http'
export * from './types'
