import type { SeededRandom } from '@commonplace/protocol/testing'
import { type Key, keyToParts, type Operation } from '@commonplace/storage'
import { itemOfKey } from '../../packages/relay/src/log/keys'

/**
 * What an append leaves of its last record when the power goes in the middle of it: a prefix, zeros, other
 * bytes, or all of it but for one. A
 * write that also deletes, or folds records, is no append and leaves nothing.
 */
export function tornWrite(operations: readonly Operation[], random: SeededRandom): readonly Operation[] {
  const puts = operations.flatMap(operation => ('put' in operation ? [operation] : []))
  if (puts.length < operations.length || puts.some(({ put }) => isPiece(put))) return []
  const whole = random.below(puts.length)
  const torn = puts[whole]!
  const value = torn.value.slice()
  const from = random.below(value.length)
  const kind = random.below(4)
  if (kind === 1) value.fill(0, from)
  else if (kind === 2) value.fill(1 + random.below(255), from)
  else if (kind === 3) value[value.length - 1 - random.below(Math.min(12, value.length))]! ^= 1
  const kept = [...puts.slice(0, whole)]
  // Only records have a checksum; what the store says of a room or of itself is written in one sector.
  if (torn.value.length < 64 || isText(torn.value)) return kept
  return [...kept, { put: torn.put, value: kind === 0 ? value.slice(0, from) : value }]
}

function isPiece(key: Key): boolean {
  const parts = keyToParts(key)
  return parts[2] === 'log' && itemOfKey(key).level > 0
}

const isText = (value: Uint8Array): boolean => value[0] === 0x7b
