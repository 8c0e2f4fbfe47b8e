import type { Dot } from './dot'
import type { Author } from './record-body'
import type { Version } from './version'

/**
 * Why a version counts for nothing at present. `not-valid`: the time asked about is outside its validity. `quarantined`:
 * it waits for validators, or rests on what does. `refuted`: validators found it wrong. `forged`: it is in another's name.
 * `closed`: what it rests on is gone.
 */
export type HoldReason = 'not-valid' | 'quarantined' | 'refuted' | 'forged' | 'closed'

/** What a judgement rests on beside the entries. Equal contexts and entries give equal verdicts on every replica. */
export interface JudgeContext {
  /** milliseconds since 1970 */
  readonly now: number
  /** who writes under a client id, as the relay bound it; undefined when no binding is known */
  authorOf(client: number): Author | undefined
  /** whether an agent may replace and retract the records of others */
  mayCurate(agent: string): boolean
  /** when the relay took the entry, milliseconds since 1970, where that is known */
  receivedAt?(dot: Dot): number | undefined
  /** why a version is held back at present; the same on every replica that holds the same */
  holds?(version: Version): HoldReason | undefined
}
