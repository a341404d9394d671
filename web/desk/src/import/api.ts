import { call, path, type Id, type Import, type ImportPreview, type Page } from 'api-client'

export const uploadSheet = (sheet: File) =>
  call<ImportPreview>('POST', '/api/import', {
    query: { name: sheet.name },
    // The server reads what is in the file, whatever its name says it is.
    body: new Blob([sheet], { type: 'application/octet-stream' }),
  })
export const checkColumns = (id: Id, columns: Record<string, string>) =>
  call<ImportPreview>('POST', path`/api/import/${id}/check`, { body: { columns } })
export const applyImport = (id: Id, accept_partial: boolean) =>
  call<Import>('POST', path`/api/import/${id}/apply`, { body: { accept_partial } })
export const importState = (id: Id) => call<Import>('GET', path`/api/import/${id}`)
export const imports = (after: string | null) =>
  call<Page<Import>>('GET', '/api/import', { query: { after } })
export const removeImport = (id: Id) => call<void>('DELETE', path`/api/import/${id}`)
