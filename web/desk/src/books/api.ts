import {
  call,
  callForBlob,
  type BooksAccount,
  type BooksAccountWish,
  type BooksFormat,
  type BooksState,
  type Day,
} from 'api-client'

interface BooksAccounts {
  accounts: BooksAccount[]
}

export const booksState = () => call<BooksState>('GET', '/api/books/check')
export const checkBooks = () => call<BooksState>('POST', '/api/books/check')
export const proofMatches = async (proof: string) =>
  (await call<{ matches: boolean }>('GET', '/api/books/proof', { query: { proof } })).matches
export const booksAccounts = () => call<BooksAccounts>('GET', '/api/books/account')
export const nameAccounts = (accounts: BooksAccountWish[]) =>
  call<BooksAccounts>('PUT', '/api/books/account', { body: { accounts } })
export const booksText = (format: BooksFormat, from: Day | undefined, to: Day | undefined) =>
  callForBlob('GET', '/api/books/export', { query: { format, from, to } })
