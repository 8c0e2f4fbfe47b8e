import { acknowledge } from './acknowledge'
import type { Effect } from './effect'
import { inFrames } from './in-frames'
import { answerJoins } from './join'
import type { LogItem } from './log-item'
import type { MemberId } from './member'
import { addDurable, type Room } from './room'

interface Committed {
  readonly item: LogItem
  readonly sender: MemberId
}

/** What others wrote, in one effect for all who sent none of it and one for each sender, without its own. */
function fanOut(room: Room, batch: readonly Committed[]): Effect[] {
  const senders = new Set(batch.map(({ sender }) => sender))
  const members = [...room.members.values()]
    .filter(({ joining, behind }) => joining === null && behind === null)
    .map(({ id }) => id)
  const audiences = [members.filter(id => !senders.has(id)), ...members.filter(id => senders.has(id)).map(id => [id])]
  return audiences.flatMap(audience => {
    const [only] = audience
    if (only === undefined) return []
    const others = batch.filter(({ sender }) => sender !== only)
    const bindings = others.flatMap(({ item }) => item.bindings)
    const effects: Effect[] = bindings.length > 0 ? [{ type: 'bindings', members: audience, bindings }] : []
    for (const frame of inFrames(others, ({ item }) => item.bytes.length)) {
      const number = frame.at(-1)?.item.last ?? room.committed
      effects.push({ type: 'updates', members: audience, number, updates: frame.map(({ item }) => item.bytes) })
    }
    return effects
  })
}

/**
 * Everything up to a log number is on disk: acknowledge it, then fan it out, then answer the joins that waited for it.
 *
 * @param upTo log number of the last durable item
 */
export function committed(room: Room, upTo: number): Effect[] {
  const end = room.queue.findIndex(({ item }) => item.last > upTo)
  const batch = room.queue.splice(0, end === -1 ? room.queue.length : end)
  for (const { item } of batch) addDurable(room, item)
  const acks = [...room.members.values()].flatMap(member => acknowledge(room, member))
  return [...acks, ...fanOut(room, batch), ...answerJoins(room)]
}
