import { ElMessage } from 'element-plus'

/** A short word at the top of the screen about something that happened; read aloud as well. */
export function notice(text: string, tone: 'good' | 'bad' = 'good') {
  ElMessage({
    message: text,
    type: tone === 'good' ? 'success' : 'error',
    duration: tone === 'good' ? 2500 : 6000,
    grouping: true,
  })
}
