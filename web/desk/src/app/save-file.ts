import { ref } from 'vue'
import { notice } from './notice'
import { useProblems } from './problem'

export type SheetFormat = 'xlsx' | 'csv'

function hand(file: Blob, name: string) {
  const address = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}

/** Asks the server for a file and hands it to the browser under that name. */
export function useSaveFile() {
  const { say } = useProblems()
  const saving = ref(false)
  async function save(name: string, read: () => Promise<Blob>) {
    saving.value = true
    try {
      hand(await read(), name)
    } catch (error) {
      notice(say(error), 'bad')
    } finally {
      saving.value = false
    }
  }
  return { save, saving }
}
