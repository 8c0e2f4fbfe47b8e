import { type Memory, openMemory } from '@commonplace/memory'
import { memoryStorage } from '@commonplace/storage/memory'

const deadlineMs = 60_000

/**
 * What somebody who was never there before reads at the moment the first sync is complete: content by id.
 *
 * @throws when the first sync is not complete in time
 */
export async function readRoom(url: string): Promise<Map<string, string>> {
  const storage = memoryStorage()
  const memory = await openMemory({ agent: { id: 'reader' }, relay: url, storage, spaces: { team: 'shared' } })
  try {
    await firstSync(memory)
    const records = await memory.getAll({ scope: 'all' })
    return new Map(records.map(({ id, content }) => [id, content]))
  } finally {
    await memory.close()
  }
}

function firstSync(memory: Memory): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = memory.sync.status.subscribe(look)
    const timer = setTimeout(() => {
      stop()
      reject(new Error(`the first sync is not complete after ${deadlineMs} ms`))
    }, deadlineMs)
    look()
    function look(): void {
      if (!memory.sync.status.value.spaces.team?.synced) return
      clearTimeout(timer)
      queueMicrotask(() => stop())
      resolve()
    }
  })
}
