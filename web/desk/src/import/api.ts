import {
  call,
  path,
  type Id,
  type Import,
  type ImportKind,
  type ImportOptions,
  type ImportPreview,
  type Page,
} from 'api-client'

/** Members, goods and receipts come to a branch; the price list is everybody's. */
export const uploadSheet = (sheet: File, kind: ImportKind, branch: Id) =>
  call<ImportPreview>('POST', '/api/import', {
    query: { name: sheet.name, kind, branch },
    // The server reads what is in the file, whatever its name says it is.
    body: new Blob([sheet], { type: 'application/octet-stream' }),
  })
export const checkSheet = (id: Id, columns: Record<string, string>, options: ImportOptions = {}) =>
  call<ImportPreview>('POST', path`/api/import/${id}/check`, { body: { columns, options } })
export const applyImport = (id: Id, accept_partial: boolean) =>
  call<Import>('POST', path`/api/import/${id}/apply`, { body: { accept_partial } })
export const importState = (id: Id) => call<Import>('GET', path`/api/import/${id}`)
export const imports = (after: string | null) =>
  call<Page<Import>>('GET', '/api/import', { query: { after } })
export const removeImport = (id: Id) => call<void>('DELETE', path`/api/import/${id}`)
