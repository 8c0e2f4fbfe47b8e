import type { StateVector, Struct, UpdateBlock } from '@commonplace/protocol'
import * as Y from 'yjs'

interface Waiting {
  readonly block: UpdateBlock
  taken: number
}

/** The ids a struct must find integrated. A struct cut at the front follows its own predecessor and needs nothing else. */
function dependencies(struct: Struct, from: number): Y.ID[] {
  if (!(struct instanceof Y.Item)) return []
  const isCut = struct.id.clock < from
  const ids = isCut ? [struct.rightOrigin] : [struct.origin, struct.rightOrigin, struct.parent]
  return ids.filter(id => id instanceof Y.ID)
}

/**
 * The longest front of every block that Yjs would integrate: a struct is taken when its clock is its client's next and
 * everything it names is below the growing vector (its own ids strictly below its own clock). A least fixpoint: being inside the
 * same update is not enough, since two structs that name each other would wait for ever.
 */
export function takeIntegrable(
  blocks: readonly UpdateBlock[],
  vector: StateVector,
): { blocks: UpdateBlock[]; next: StateVector; isComplete: boolean } {
  const next: StateVector = new Map()
  const end = (client: number) => next.get(client) ?? vector.get(client) ?? 0
  const isReady = (struct: Struct, from: number): boolean =>
    struct.id.clock <= end(struct.id.client) &&
    dependencies(struct, from).every(({ client, clock }) =>
      client === struct.id.client ? clock < struct.id.clock : clock < end(client),
    )

  const waiting: Waiting[] = blocks.map(block => ({ block, taken: 0 }))
  let hasGrown = true
  while (hasGrown) {
    hasGrown = false
    for (const each of waiting) {
      const { client, from, structs } = each.block
      for (let struct = structs[each.taken]; struct !== undefined; struct = structs[each.taken]) {
        if (!isReady(struct, from)) break
        next.set(client, struct.id.clock + struct.length)
        each.taken++
        hasGrown = true
      }
    }
  }
  return {
    blocks: waiting
      .filter(({ taken }) => taken > 0)
      .map(({ block, taken }) => ({ ...block, structs: block.structs.slice(0, taken) })),
    next,
    isComplete: waiting.every(({ block, taken }) => taken === block.structs.length),
  }
}
