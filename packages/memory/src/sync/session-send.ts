import { codecV1, digestDeletes, type Limits } from '@commonplace/protocol'
import { foldOutbox, isTooLarge } from './fold'
import { freeingWrites } from './freeing'
import type { OutboxRecord } from './outbox'
import {
  clearChannel,
  type Outgoing,
  type Session,
  type SessionEffect,
  type SessionView,
  type Step,
} from './session-shape'
import { withinRoom } from './within-room'

/** Frames of one room that may wait for their answer at once; what is written meanwhile is folded. */
const window = 16

/** What is to be sent now that the effects of the last event have been run: a join, offers, or writes. */
export function proceed(session: Session, view: SessionView): Step {
  if (session.phase === 'joining' && !session.held) return join(session, view)
  if (session.phase !== 'live') return { session, effects: [] }
  return view.restore.length > 0 ? sendOffers(session) : sendWrites(session, view)
}

function join(session: Session, view: SessionView): Step {
  const ids = idsToHold(view, session.limits)
  const { epoch, vector, deletes } = view
  const receipts = [...ids, view.spare].flatMap(client => {
    const mac = view.receipts.get(client)
    return mac ? [{ client, mac }] : []
  })
  return {
    session: { ...session, held: new Set(ids) },
    effects: [
      { type: 'join', join: { epoch, ids, receipts, vector: new Map(vector), deletesDigest: digestDeletes(deletes) } },
    ],
  }
}

/** The id in use, then those to be restored, then those of unsent writes, as many as one join may name. */
function idsToHold({ client, restore, outbox }: SessionView, { idsPerJoin }: Limits): number[] {
  const ids = new Set([client, ...restore])
  for (const record of outbox) ids.add(record.client)
  return [...ids].slice(0, idsPerJoin)
}

function sendOffers(session: Session): Step {
  const offers = session.offers ?? []
  const count = Math.max(0, Math.min(offers.length, window - session.sent.length))
  const next = send(
    session,
    offers.slice(0, count).map(update => ({ numbers: [], update, lease: null, isOffer: true })),
  )
  return { ...next, session: { ...next.session, offers: session.offers && offers.slice(count) } }
}

function sendWrites(session: Session, view: SessionView): Step {
  const slots = window - session.sent.length
  if (slots <= 0) return { session, effects: [] }
  if (session.isHolding) return send(session, freeingWrites(session, view).slice(0, slots))
  if (isHoleDue(session, view)) {
    const { client, hole } = view
    return send({ ...session, holeOf: client }, [{ numbers: [], isOffer: false, update: hole!, lease: null }])
  }
  const { ready, stop } = collect(session, view, slots * session.limits.updateBytes)
  const isIdle = ready.length === 0 && session.sent.length === 0
  if (stop && isIdle && !session.held!.has(stop.client)) {
    return join({ ...session, ...clearChannel, phase: 'joining' }, view)
  }
  if (stop && isIdle && isTooLarge(stop, session.limits)) {
    const message = `a write of ${stop.update.length} bytes`
    const refusals = new Map([[stop.n, { code: 'too-large', message, value: session.limits.updateBytes } as const]])
    return {
      session: { ...session, ...clearChannel, phase: 'blocked' },
      effects: [{ type: 'rebuild', cause: { kind: 'refused', refusals } }],
    }
  }
  const folds = foldOutbox(ready, session.limits).slice(0, slots)
  return send(
    session,
    folds.map(fold => ({ ...fold, isOffer: false })),
  )
}

/**
 * Whether the hole is to go alone. Nobody knows whose an id is before the room has something under it: what other tabs of this agent
 * made of a refused write would count for nobody else.
 */
function isHoleDue({ joined, holeOf }: Session, { client, hole, vector, outbox }: SessionView): boolean {
  const isKnown =
    vector.has(client) || joined!.vector.has(client) || outbox.some(({ entries }) => entries[0]?.dot.client === client)
  return hole !== undefined && holeOf !== client && !isKnown && joined!.rights.includes('append')
}

/** The writes that may go now, in order, and the one that may not, if it is its own fault. */
function collect(
  session: Session,
  view: SessionView,
  maxBytes: number,
): { ready: OutboxRecord[]; stop: OutboxRecord | undefined } {
  const { sentUpTo, singleUpTo, held, sent, limits } = session
  const ready: OutboxRecord[] = []
  let bytes = 0
  for (const record of view.outbox) {
    if (record.n <= sentUpTo) continue
    // Never on the wire before it is on disk: a crash must not forget what others have.
    if (!view.isDurable(record.n)) break
    if (!held!.has(record.client) || isTooLarge(record, limits)) return { ready, stop: record }
    const next = withinRoom(record, session, view)
    if (record.n <= singleUpTo) {
      if (ready.length === 0 && sent.length === 0) ready.push(next)
      break
    }
    bytes += record.update.length
    if (ready.length > 0 && bytes > maxBytes) break
    ready.push(next)
  }
  return { ready, stop: undefined }
}

function send(session: Session, outgoing: readonly Outgoing[]): Step {
  let { seq, sentUpTo, freeing } = session
  const sent = [...session.sent]
  const effects: SessionEffect[] = []
  for (const { numbers, isOffer, isPart, update, lease } of outgoing) {
    seq++
    sent.push({ seq, numbers, isOffer, ...(isPart && { isPart }) })
    if (session.isHolding) freeing = [...freeing, ...numbers]
    else sentUpTo = Math.max(sentUpTo, ...numbers)
    const channel = session.channel!
    effects.push({ type: 'send', frame: { type: 'update', channel, seq, lease, codec: codecV1, update } })
  }
  return { session: { ...session, seq, sent, sentUpTo, freeing }, effects }
}
