import { useInspector } from './inspector-context'
import type { InspectedCall } from './memory-face'
import { openSpaces } from './model/spaces'
import { useReading } from './use-reading'
import type { Reading } from './use-versions'

/** A call with the space it is of. */
export interface PlacedCall {
  readonly space: string
  readonly call: InspectedCall
}

/** The calls of every open space, the latest first. */
export function useCalls(): Reading<readonly PlacedCall[]> {
  const { memory } = useInspector()
  return useReading(async () => {
    const spaces = openSpaces(memory)
    const calls = await Promise.all(
      spaces.map(async ({ name }) => (await memory.work.calls({ space: name })).map(call => ({ space: name, call }))),
    )
    return calls.flat().sort((a, b) => b.call.time.getTime() - a.call.time.getTime())
  }, 'calls')
}
