import { call, type BackupState } from 'api-client'

export const backupState = () => call<BackupState>('GET', '/api/backup')
export const makeBackup = () => call<BackupState>('POST', '/api/backup')
