import type { Core } from '../core'
import { guarded } from '../guarded'
import { inTurns, readVersion, sortedInTurns } from '../model'
import type { KeyPlace } from '../reading/key-place'
import { withPresentRecord } from '../reading/locate-present'
import { movedTo } from '../reading/moved'
import type { Author } from '../reading/record'
import { stringToRecordId } from '../reading/record-id'
import type { Support } from '../reading/support'
import { unknownAuthor } from '../reading/to-record'

/** One record that was made from another, near or far. Frozen. */
export interface Dependent {
  /** The version that was. */
  readonly id: string
  readonly space: string
  /** The path of a fact. */
  readonly key?: string
  readonly author: Author
  /** How many steps lie between. */
  readonly steps: number
  /** `closed`: it went with what it rested on; `waiting`: it, or what holds it up, awaits validation. */
  readonly standing: 'open' | 'waiting' | 'closed'
  /** What it was made from. */
  readonly supports: readonly Support[]
}

/** Who built on a record, as far as this replica knows. Frozen. */
export interface DependentsReport {
  /** Nearest first. */
  readonly dependents: readonly Dependent[]
  /** How many of them each agent wrote, most first. */
  readonly agents: readonly { readonly agent: string; readonly count: number }[]
}

export function dependents(core: Core, id: string): Promise<DependentsReport> {
  return guarded(core, 'dependents', () =>
    withPresentRecord(core, id, async ({ space, key }) => {
      core.projection.settle()
      const unsorted: Dependent[] = []
      await inTurns(core.projection.standings.dependentsOf(space, key), core.pause, each => {
        if (movedTo(core.projection.verdict(each.place.space, each.place.key)) === undefined)
          unsorted.push(toDependent(core, each))
      })
      const found = await sortedInTurns(
        unsorted,
        core.pause,
        (a, b) => a.steps - b.steps || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
      )
      const counts = new Map<string, number>()
      for (const { author } of found) counts.set(author.agent, (counts.get(author.agent) ?? 0) + 1)
      const agents = [...counts].map(([agent, count]) => Object.freeze({ agent, count }))
      agents.sort((a, b) => b.count - a.count || (a.agent < b.agent ? -1 : 1))
      return Object.freeze({ dependents: Object.freeze(found), agents: Object.freeze(agents) })
    }),
  )
}

function toDependent(
  core: Core,
  { id, steps, place }: { readonly id: string; readonly steps: number; readonly place: KeyPlace },
): Dependent {
  const { standings } = core.projection
  const entry = place.space.index.get(stringToRecordId(id)!.dot)
  const isFact = place.key.startsWith('f/')
  return Object.freeze({
    id,
    space: place.space.name,
    ...(isFact && { key: place.key.slice(2) }),
    author: (entry && readVersion(entry, core.projection.context(place.space)).author) ?? unknownAuthor,
    steps,
    standing: standings.standingOfId(id),
    supports: standings.supportsOfId(id),
  })
}
