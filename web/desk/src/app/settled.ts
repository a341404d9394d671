import { watch, type Ref } from 'vue'

/** Waits until what is being loaded is there, or is known not to come. */
export function settled(loading: Readonly<Ref<boolean>>): Promise<void> {
  return new Promise((resolve) => {
    watch(loading, (still) => void (still || resolve()), { immediate: true })
  })
}
