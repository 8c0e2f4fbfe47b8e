import type { Dot } from './dot'
import type { Author } from './record-body'

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
}
