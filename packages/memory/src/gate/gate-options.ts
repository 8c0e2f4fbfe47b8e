import * as v from 'valibot'
import { isDuration } from '../input/input'
import type { SecretRule } from './secrets'

/** What becomes of a secret in what is written. */
export type SecretAction = 'refuse' | 'redact' | 'keep'

/** What the write gate does; what is left out is as `usualGate` says. */
export interface GateOptions {
  /** A text this agent has written already, with nothing new about it: counted, refused, or kept as another record. */
  readonly duplicates?: 'reinforce' | 'refuse' | 'keep'
  /** A text with nearly the words of another record of the space: its `gate.similarTo` names that, or it is only kept. */
  readonly nearDuplicates?: 'link' | 'keep'
  /** A text that was recalled and is added again: made from the record it repeats, refused, or kept as it is. */
  readonly recalled?: 'link' | 'refuse' | 'keep'
  /** One action for all, or by rule. */
  readonly secrets?: SecretAction | { readonly [rule in SecretRule]?: SecretAction }
  /** The longest content, bytes of UTF-8; 65,536 at most. */
  readonly bytes?: number
  /** So many records in so long a time, in bursts of that size; no limit when left out. */
  readonly rate?: { readonly writes: number; readonly per: string | number }
}

/**
 * Copies are noise and are counted. What is nearly a copy may be another statement, so it is kept and linked. A secret in a log that
 * every member holds cannot be taken back by an edit, so it never gets in; the caller still has the text, and is told.
 */
export const usualGate = {
  duplicates: 'reinforce',
  nearDuplicates: 'link',
  recalled: 'link',
  secrets: 'refuse',
} as const satisfies GateOptions

/** A gate that lets everything through. */
export const openGate = {
  duplicates: 'keep',
  nearDuplicates: 'keep',
  recalled: 'keep',
  secrets: 'keep',
} as const satisfies GateOptions

const secretAction = v.optional(v.picklist(['refuse', 'redact', 'keep']))

export const gateOptions = v.union([
  v.literal(false),
  v.strictObject({
    duplicates: v.optional(v.picklist(['reinforce', 'refuse', 'keep'])),
    nearDuplicates: v.optional(v.picklist(['link', 'keep'])),
    recalled: v.optional(v.picklist(['link', 'refuse', 'keep'])),
    secrets: v.optional(
      v.union([
        v.picklist(['refuse', 'redact', 'keep']),
        v.strictObject({
          'private-key': secretAction,
          jwt: secretAction,
          token: secretAction,
          credential: secretAction,
          card: secretAction,
        }),
      ]),
    ),
    bytes: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_536))),
    rate: v.optional(
      v.strictObject({
        writes: v.pipe(v.number(), v.integer(), v.minValue(1)),
        per: v.custom<string | number>(isDuration, "expected a duration like '1m'"),
      }),
    ),
  }),
])
