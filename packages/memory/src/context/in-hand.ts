import type { Json } from '../model'
import type { Peer } from '../team/peer'
import { isProgressKey } from '../work/progress-key'
import type { WorkingMemory } from '../working/working-memory'
import { cutText } from './item'
import { toLine } from './line'

/** Something that an agent has in hand while a packet is made. */
export interface InHand {
  readonly agent: string
  readonly key: string
  readonly value: Json
}

/** What this agent has in hand, then what others that are here show of theirs, by agent and key; runs' progress left out. */
export function inHandOf(own: string, working: WorkingMemory, peers: readonly Peer[]): InHand[] {
  const mine = working.list().map(({ key, value }): InHand => ({ agent: own, key, value }))
  const theirs = peers.flatMap(({ agent, working: shown = {} }) =>
    Object.entries(shown).map(([key, value]): InHand => ({ agent, key, value })),
  )
  const byName = (one: InHand, other: InHand) => compare(one.agent, other.agent) || compare(one.key, other.key)
  return [...mine, ...theirs.sort(byName)].filter(({ key }) => !isProgressKey(key))
}

/** Its line in a packet, with a text of at most so many characters. */
export function inHandLine({ agent, key, value }: InHand, length: number): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return toLine({ inHand: key, by: agent, ...(text.length <= length ? { text } : cutText(text, length)) })
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
