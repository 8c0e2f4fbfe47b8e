import type { AddOptions } from '../input/input'
import { isPlainObject } from '../model/json'
import type { MemoryRecord } from '../reading/record'

/** What a record says in the shared space, where that differs. */
export type PromotionChanges = Pick<
  AddOptions,
  'kind' | 'tags' | 'title' | 'source' | 'confidence' | 'importance' | 'pinned' | 'sensitivity' | 'metadata' | 'expires'
> & {
  readonly content?: string
  /** the key of a fact */
  readonly key?: string
  /** the value of a fact */
  readonly value?: unknown
}

/** `true`: as it is. `false`, or `{ refuse }` with the reason: it stays. Else what it says there: redacted, transformed. */
export type PromotionVerdict = boolean | { readonly refuse: string } | PromotionChanges

/**
 * Decides what becomes of a record on its way from a private space to a shared one (the write policy of Rezazadeh et al.,
 * Collaborative Memory, 2025).
 *
 * @param to the shared space
 * @example
 * const policy = record => (record.tags.includes('health') ? { refuse: 'about health' } : { content: redact(record.content) })
 */
export type PromotionPolicy = (record: MemoryRecord, to: string) => PromotionVerdict | Promise<PromotionVerdict>

/** The policy when none was given: what is marked confidential or restricted stays. */
export const unlessConfidential: PromotionPolicy = ({ sensitivity }) =>
  sensitivity === 'confidential' || sensitivity === 'restricted' ? { refuse: `it is ${sensitivity}` } : true

/** What a policy decided; a record stays where it answers anything but what is a verdict, such as nothing. */
export function clearVerdict(verdict: unknown): PromotionVerdict {
  if (typeof verdict === 'boolean' || isPlainObject(verdict)) return verdict as PromotionVerdict
  return { refuse: 'the promotion policy gave no verdict: true, false, { refuse }, or what the record says there' }
}
