import { receptionWindowMs } from '@commonplace/protocol'
import { dotToString } from '../../packages/memory/src/model'
import { entriesOf } from '../../packages/memory/src/sync/document-entries.fixture'
import type { World } from './world'

/** Every replica goes by the same time for each entry that the relay has: the one that the relay noted. */
export function checkReceptions({ relay, agents }: World): string[] {
  const { receptions, durable } = relay.room!
  const bad: string[] = []
  for (const { place, replica } of agents) {
    for (const { dot } of entriesOf(replica!.doc)) {
      if (dot.clock >= (durable.vector.get(dot.client) ?? 0)) continue
      const noted = receptions.findLast(each => each.client === dot.client && each.clock <= dot.clock)
      const told = replica!.receptions.at(dot)
      if (noted === undefined || told !== noted.window * receptionWindowMs)
        bad.push(`${place}: ${dotToString(dot)} was received at ${noted?.window}, not ${told}`)
    }
  }
  return bad.slice(0, 3)
}
