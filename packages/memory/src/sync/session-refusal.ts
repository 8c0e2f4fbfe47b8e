import { isRetry, type RefusalCode, type Refused } from '@commonplace/protocol'
import type { Session, SessionView, Turn } from './session-shape'

/**
 * What a refused frame means. A refusal answers one write: a fold is sent again write by write. What is refused for
 * want of its past is sent once more after a new join; alone and twice, it will never be taken. What a full room refuses waits, and
 * deletes go past it.
 */
export function onRefused(session: Session, { seq, code, message, value }: Refused, view: SessionView): Turn {
  const frame = session.sent.find(sent => sent.seq === seq)
  if (!frame) return { violation: `refusal of frame ${seq}, not sent` }
  const isGap = code === 'causal-gap' || code === 'epoch-mismatch'
  const last = frame.numbers.at(-1) ?? 0
  const singleUpTo = Math.max(session.singleUpTo, last)
  if (code === 'quota' && !frame.isOffer && !session.freeing.includes(last)) {
    return { name: 'rejoin', change: { singleUpTo, full: { message, value }, isHolding: true } }
  }
  if (isRetry(code) && !isGap) return { retryAfterMs: pauseOf(code, value) }
  if (frame.isOffer) return onRefusedOffer(session, view)
  if (frame.numbers.length > 1) return { name: 'rejoin', change: { singleUpTo } }
  if (isGap && session.strike !== last) return { name: 'rejoin', change: { strike: last } }
  const refusals = new Map([[last, { code, message, value }]])
  return { name: 'refused-finally', effects: [{ type: 'rebuild', cause: { kind: 'refused', refusals } }] }
}

/** ms that a refusal asks to wait for at least: what is full says how much it holds instead. */
export const pauseOf = (code: RefusalCode, value: number): number => (code === 'quota' ? 0 : value)

/** So often own entries are offered to a relay that refuses them: about four minutes, ever more slowly. */
const offerAttempts = 8

/**
 * The relay will not have our own entries back. Rights come and go, so it is asked again for a while: what others have
 * of them stays ours. At last they are stranded here, and what is not sent yet gets an id that the relay can take.
 */
function onRefusedOffer({ offering, offerRefusals }: Session, view: SessionView): Turn {
  if (offerRefusals < offerAttempts) {
    const retryAfterMs = 1000 * 2 ** offerRefusals
    return { name: 'refused-for-now', change: { offerRefusals: offerRefusals + 1 }, retryAfterMs }
  }
  const strangers = new Set(offering)
  const isConcerned = strangers.has(view.client) || view.outbox.some(({ client }) => strangers.has(client))
  const offered = { type: 'offered', clients: offering, areStranded: true } as const
  if (!isConcerned) return { name: 'rejoin', effects: [offered] }
  return { name: 'disagreed', effects: [offered, { type: 'rebuild', cause: { kind: 'renew', strangers } }] }
}
