import * as Y from 'yjs'
import type { Struct } from './struct'

/**
 * The structs of an update, Skips left out, so that each follows its origins and its parent as far as the update holds them: a least
 * fixpoint. What waits in a circle, which only a forger can write, comes last.
 *
 * @param blocks structs by client, in clock order
 */
export function* inCausalOrder(blocks: ReadonlyMap<number, readonly Struct[]>): Generator<Struct> {
  const queues = new Map<number, Queue>()
  for (const client of [...blocks.keys()].sort((a, b) => a - b)) {
    const structs = blocks.get(client)!.filter(struct => !(struct instanceof Y.Skip))
    queues.set(client, { structs, at: 0 })
  }
  const waiting = new Map<number, number[]>()
  const ready = [...queues.keys()]
  for (let client = ready.pop(); client !== undefined; client = ready.pop()) {
    const queue = queues.get(client)!
    const start = queue.at
    for (; queue.at < queue.structs.length; queue.at++) {
      const struct = queue.structs[queue.at]!
      const blocker = blockerOf(struct, queues)
      if (blocker !== undefined) {
        waiting.set(blocker, [...(waiting.get(blocker) ?? []), client])
        break
      }
      yield struct
    }
    if (queue.at > start) {
      ready.push(...(waiting.get(client) ?? []))
      waiting.delete(client)
    }
  }
  for (const { structs, at } of queues.values()) yield* structs.slice(at)
}

interface Queue {
  readonly structs: readonly Struct[]
  /** index of the first that was not given out */
  at: number
}

function blockerOf(struct: Struct, queues: ReadonlyMap<number, Queue>): number | undefined {
  if (!(struct instanceof Y.Item)) return undefined
  const { origin, rightOrigin, parent } = struct
  return [origin, rightOrigin, parent instanceof Y.ID ? parent : null].find(id => id !== null && isToCome(id, queues))
    ?.client
}

/** Whether the update holds this clock and has not given it out; what it does not hold is nothing to wait for. */
function isToCome({ client, clock }: Y.ID, queues: ReadonlyMap<number, Queue>): boolean {
  const queue = queues.get(client)
  if (!queue) return false
  const { structs, at } = queue
  let low = at
  let high = structs.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const { id, length } = structs[middle]!
    if (id.clock + length <= clock) low = middle + 1
    else high = middle
  }
  const found = structs[low]
  return found !== undefined && found.id.clock <= clock
}
