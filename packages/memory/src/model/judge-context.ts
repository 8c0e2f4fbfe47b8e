import type { Attested, Version } from './version'

/**
 * Why a version counts for nothing at present. `not-valid`: the time asked about is outside its validity. `quarantined`:
 * it waits for validators, or rests on what does. `refuted`: validators found it wrong. `forged`: it is in another's name.
 * `closed`: what it rests on is gone.
 */
export type HoldReason = 'not-valid' | 'quarantined' | 'refuted' | 'forged' | 'closed'

/** What a judgement rests on beside the entries. Equal contexts and entries give equal verdicts on every replica. */
export interface JudgeContext extends Attested {
  /** milliseconds since 1970 */
  readonly now: number
  /** whether an agent may replace and retract the records of others */
  mayCurate(agent: string): boolean
  /** why a version is held back at present; the same on every replica that holds the same */
  holds?(version: Version): HoldReason | undefined
}
