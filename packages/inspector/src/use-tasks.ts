import { useInspector } from './inspector-context'
import type { InspectedTask } from './memory-face'
import { openSpaces } from './model/spaces'
import { useReading } from './use-reading'
import type { Reading } from './use-versions'

/** The tasks of every open shared space, the latest first. */
export function useTasks(): Reading<readonly InspectedTask[]> {
  const { memory } = useInspector()
  return useReading(async () => {
    const shared = openSpaces(memory).filter(({ visibility }) => visibility === 'shared')
    const boards = await Promise.all(shared.map(({ name }) => memory.work.tasks.list({ space: name })))
    return boards.flat().sort((a, b) => b.time.getTime() - a.time.getTime())
  }, 'tasks')
}
