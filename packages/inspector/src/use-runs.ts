import { useInspector } from './inspector-context'
import type { InspectedCheckpoint, InspectedRecord, InspectedRun } from './memory-face'
import { openSpaces } from './model/spaces'
import { useReading } from './use-reading'
import type { Reading } from './use-versions'

/** The runs of every open space, of whatever user, the latest first. */
export function useRuns(): Reading<readonly InspectedRun[]> {
  const { memory } = useInspector()
  return useReading(async () => {
    const spaces = openSpaces(memory)
    const runs = await Promise.all(spaces.map(({ name }) => memory.runs.list({ space: name, scope: 'all' })))
    return runs.flat().sort((a, b) => b.time.getTime() - a.time.getTime())
  }, 'runs')
}

/** How much of a log is shown. */
export const shownEntries = 100

/** The saved states of a run, the latest first, and the end of its log. */
export function useRun(
  space: string,
  run: string,
): Reading<{
  readonly states: readonly InspectedCheckpoint[]
  readonly log: readonly InspectedRecord[]
}> {
  const { memory } = useInspector()
  return useReading(
    async () => {
      const [states, log] = await Promise.all([
        memory.runs.checkpoints(run, { space, scope: 'all' }),
        memory.runs.window(run, { last: shownEntries, scope: 'all' }),
      ])
      return { states: states.toReversed(), log: log.filter(record => record.space === space) }
    },
    JSON.stringify([space, run]),
  )
}
