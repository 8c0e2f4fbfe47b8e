import { decodeRecord } from '../decode-record'
import { dotToString } from '../dot'
import type { Entry } from '../entry'
import type { IgnoreReason, KeyState } from '../judge'
import type { JudgeContext } from '../judge-context'
import { readVersion } from '../version'

/** What the judge must find, by the definitions alone, however slow. Keys here are `f/<name>` or `r/<dot>`. */
export function judgeNaively(key: string, entries: readonly Entry[], context: JudgeContext) {
  const present = new Map(entries.map(entry => [dotToString(entry.dot), entry]))
  const reach = (from: Entry, edges: (entry: Entry) => Entry[]): Set<Entry> => {
    const found = new Set<Entry>()
    for (let wave = edges(from); wave.length > 0; wave = wave.flatMap(edges).filter(entry => !found.has(entry))) {
      for (const entry of wave) found.add(entry)
    }
    return found
  }
  const named = (entry: Entry) => entry.parents.flatMap(dot => present.get(dotToString(dot)) ?? [])
  const isLooped = (entry: Entry) =>
    reach(entry, named).has(entry) ||
    entry.parents.some(dot => dot.client === entry.dot.client && dot.clock >= entry.dot.clock)
  const looped = new Set(entries.filter(isLooped))
  const ancestors = new Map(entries.map(entry => [entry, reach(entry, e => (looped.has(e) ? [] : named(e)))]))
  const owner = Number.parseInt(key.slice(2).split('.')[0]!, 36)
  const isPermitted = ({ dot }: Entry) => {
    if (key.startsWith('f/') || dot.client === owner) return true
    const author = context.authorOf(dot.client)
    const owning = context.authorOf(owner)
    if (author === undefined) return false
    return context.mayCurate(author.agent) || (author.agent === owning?.agent && author.user === owning.user)
  }
  const contentFault = (entry: Entry): IgnoreReason | undefined => {
    const record = decodeRecord(entry.payload)
    if (!record.ok) return record.reason === 'damaged' ? 'damaged' : undefined
    if (record.body.type === 'tombstone') return undefined
    return (record.body.type === 'fact') === key.startsWith('f/') ? undefined : 'wrong-type'
  }
  const faultOf = (entry: Entry): IgnoreReason | undefined =>
    !isPermitted(entry) ? 'not-permitted' : looped.has(entry) ? 'loop' : contentFault(entry)
  const sound = entries.filter(entry => faultOf(entry) === undefined)
  const isHeld = (entry: Entry) => context.holds?.(readVersion(entry, context)) !== undefined
  const counting = sound.filter(entry => !isHeld(entry))
  const isReplaced = (entry: Entry) => counting.some(other => other !== entry && ancestors.get(other)!.has(entry))
  const heads = counting.filter(entry => !isReplaced(entry))
  const held = sound.filter(entry => isHeld(entry) && !isReplaced(entry))
  const ignored = entries.flatMap(entry => {
    const fault = faultOf(entry)
    const matters = fault === 'not-permitted' || fault === 'loop' || !isReplaced(entry)
    return fault !== undefined && matters ? [`${dotToString(entry.dot)} ${fault}`] : []
  })
  const replaced = entries.filter(
    entry =>
      !heads.includes(entry) &&
      !held.includes(entry) &&
      !ignored.some(line => line.startsWith(`${dotToString(entry.dot)} `)),
  )
  return {
    heads,
    ignored: ignored.sort(),
    replaced,
    ancestors,
    held,
    state: stateOf(heads, context.now, held.length > 0),
  }
}

function stateOf(heads: readonly Entry[], now: number, isHeld: boolean): KeyState {
  if (heads.length === 0) return isHeld ? 'held' : 'absent'
  const live = heads
    .map(head => decodeRecord(head.payload))
    .filter(record => !record.ok || record.body.pinned || !((record.body.expires ?? Infinity) <= now))
  if (live.length === 0) return 'expired'
  const sayings = new Set(
    live.map((record, i) => {
      if (!record.ok) return `newer ${heads[i]!.payload}`
      if (record.body.type === 'tombstone') return 'gone'
      const { value, content, tags, expires, confidence, pinned } = record.body
      return JSON.stringify(record.body.type === 'fact' ? [value] : [content, tags, expires, confidence, pinned])
    }),
  )
  if (sayings.size > 1) return 'conflict'
  const [record] = live
  return !record!.ok ? 'unreadable' : record!.body.type === 'tombstone' ? 'retracted' : 'settled'
}
