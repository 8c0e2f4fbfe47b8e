import { digestDeletes } from '@commonplace/protocol'
import { deletesOf } from '../model/document-deletes'
import { vectorOf } from '../model/document-vector'
import type { Space } from '../space/space'

/** How far the log of a space had come, and what was left of it, told so that nothing which left it can come back. */
export interface Position {
  /** how far each writer's log goes, by client id */
  readonly writers: readonly (readonly [client: number, clock: number])[]
  /** a digest of everything deleted: equal clocks do not mean equal content */
  readonly deletes: number
  /** who writes under each client id, as far as it is bound */
  readonly authors: readonly (readonly [client: number, agent: string, user: string])[]
  /** the relay whose word it is when things were received */
  readonly receptions: string
  /** ids of the erasures that readers go by, in order */
  readonly erasures: readonly string[]
}

export function positionOf(space: Space, erasures: Iterable<string>): Position {
  const { doc } = space.replica
  const writers = [...vectorOf(doc)].sort(([a], [b]) => a - b)
  return {
    writers,
    deletes: digestDeletes(deletesOf(doc)),
    authors: writers.flatMap(([client]) => {
      const author = space.authorOf(client)
      return author ? [[client, author.agent, author.user ?? ''] as const] : []
    }),
    receptions: space.replica.receptions.epoch,
    erasures: [...erasures].sort(),
  }
}

/** Whether nothing but additions lies between a position and a later one. */
export function onlyAdds(before: Position, after: Position): boolean {
  const clocks = new Map(after.writers)
  const [was, is] = [before, after].map(
    ({ authors }) => new Map(authors.map(([client, ...by]) => [client, by.join('\n')])),
  )
  return (
    before.deletes === after.deletes &&
    before.receptions === after.receptions &&
    before.writers.every(([client, clock]) => (clocks.get(client) ?? 0) >= clock) &&
    before.writers.every(([client]) => was!.get(client) === is!.get(client)) &&
    before.erasures.join() === after.erasures.join()
  )
}
