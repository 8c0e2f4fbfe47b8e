import {
  type Ack,
  type Admitted,
  type Bindings,
  type Closed,
  codecV1,
  type DecodedUpdate,
  decodeUpdate,
  describeUpdate,
  isRetry,
  type Joined,
  type JoinRefused,
  type Piece,
  type Receipts,
  type Receptions,
  type Refused,
  type RightsChanged,
  type Synced,
  UpdateError,
  type Updates,
} from '@commonplace/protocol'
import { compareJoin } from './compare'
import type { DescribedUpdate } from './described-update'
import type { OutboxRecord } from './outbox'
import type { RebuildCause } from './rebuild'
import { onRefused, pauseOf } from './session-refusal'
import { clearChannel, type Session, type SessionEffect, type SessionView, type Step, type Turn } from './session-shape'
import { type SessionEventName, sessionTransitions } from './session-state'
import { withinRoom } from './within-room'

/** What a relay says to one room's session. */
export type RoomFrame =
  | Joined
  | JoinRefused
  | Piece
  | Synced
  | Updates
  | Ack
  | Refused
  | Closed
  | Bindings
  | Receptions
  | Receipts
  | RightsChanged
  | Admitted

export type SessionEvent =
  | { readonly type: 'connected'; readonly limits: Session['limits'] }
  /** the document found another client id in use as its own */
  | { readonly type: 'collided' }
  /** own entries, read from disk, that a restored relay may lack */
  | { readonly type: 'offers'; readonly updates: readonly Uint8Array[] }
  | { readonly type: 'disconnected' | 'rebuilt' | 'written' | 'retry' | 'closed' }
  | RoomFrame

/**
 * The session of one room: pure. What happens becomes a new session and effects, to be run in order; afterwards
 * `proceed` says what is to be sent.
 */
export function step(session: Session, event: SessionEvent, view: SessionView): Step {
  const first = nameOf(event)
  if (sessionTransitions[session.phase][first] === 'ignore') return { session, effects: [] }
  const { name = first, ...turn } = takeTurn(session, event, view, first)
  const transition = turn.violation ? 'violation' : sessionTransitions[session.phase][name]
  if (transition === 'ignore') return { session, effects: [] }
  if (transition === 'violation') {
    const message = turn.violation ?? `${name} while ${session.phase}`
    return { session, effects: [{ type: 'violation', message }] }
  }
  const phase = transition === 'stay' ? session.phase : transition
  const effects = [...(turn.effects ?? [])]
  let next: Session = { ...session, ...turn.change, phase }
  if (phase !== session.phase && (phase === 'waiting' || (phase === 'live' && next.isHolding))) {
    effects.push({ type: 'wait', attempt: next.attempt, atLeastMs: turn.retryAfterMs ?? 0 })
    next = { ...next, attempt: next.attempt + 1 }
  }
  if (phase !== session.phase && phase !== 'receiving' && phase !== 'live') next = { ...next, ...clearChannel }
  return { session: next, effects }
}

/** What a frame or happening is called as long as nobody has looked into it. */
function nameOf(event: SessionEvent): SessionEventName {
  switch (event.type) {
    case 'collided':
      return 'disagreed'
    case 'offers':
      return 'written'
    case 'receipts':
    case 'receptions':
    case 'rights-changed':
      return 'bindings'
    case 'refused':
    case 'join-refused':
    case 'closed':
      if (!('code' in event)) return event.type
      if (event.code === 'replaced') return event.code
      return `${event.type}-${isRetry(event.code) ? 'for-now' : 'finally'}`
    default:
      return event.type
  }
}

function takeTurn(session: Session, event: SessionEvent, view: SessionView, name: SessionEventName): Turn {
  if (name === 'replaced') return onReplaced()
  switch (event.type) {
    case 'disconnected':
      return { effects: [{ type: 'part' }] }
    case 'connected':
      return { change: { limits: event.limits, attempt: 0, denied: null, holeOf: 0 } }
    case 'collided':
      return { effects: [rebuild({ kind: 'renew', strangers: new Set([view.client]) })] }
    case 'rebuilt':
      return { ...(session.isContested && { name: 'rebuilt-contested' }), change: { isContested: false } }
    case 'offers':
      return onOffers(session, event.updates, view)
    case 'joined':
      return {
        change: { joined: event, channel: event.channel, received: 0, pieces: [], late: [], denied: null },
      }
    case 'piece':
      return onPiece(session, event, view)
    case 'synced':
      return onSynced(session, view)
    case 'updates':
      return onUpdates(session, event, view)
    case 'bindings':
      return { effects: [{ type: 'bind', bindings: event.bindings }] }
    case 'receptions':
      return { effects: [{ type: 'receive', epoch: session.joined!.epoch, receptions: event.receptions }] }
    case 'rights-changed':
      return onRightsChanged(session, event)
    case 'receipts':
      return { effects: [{ type: 'keep', receipts: event.receipts }] }
    case 'ack':
      return onAck(session, event, view)
    case 'retry':
      return { change: { isHolding: session.phase === 'waiting' && session.isHolding, holeOf: 0 } }
    case 'refused':
      return onRefused(session, event, view)
    case 'join-refused':
    case 'closed':
      if ('code' in event) return onDenied(event, view)
      return { effects: session.channel === null ? [] : [{ type: 'leave', channel: session.channel }] }
    default:
      return {}
  }
}

/** Another process writes as this one: a fresh id for what comes, while what waits goes out under the id it has. */
function onReplaced(): Turn {
  return {
    change: { isContested: true },
    effects: [rebuild({ kind: 'renew', strangers: new Set() })],
  }
}

/**
 * The room is closed to this agent, for now or for good. Where it was a member before, access was withdrawn: what it wrote and
 * the relay did not take will never be taken, and is kept for it as refused. Else the room may yet be opened to it.
 */
function onDenied(
  { code, message, value = 0 }: Pick<JoinRefused, 'code' | 'message'> & Partial<Pick<JoinRefused, 'value'>>,
  { epoch, outbox, sentUpTo }: SessionView,
): Turn {
  const change = { denied: { code, message } }
  const isWithdrawn = code === 'revoked' || (code === 'unknown-room' && epoch !== '')
  if (!isWithdrawn) return { change, retryAfterMs: pauseOf(code, value) }
  const effects: SessionEffect[] = [{ type: 'allow', rights: [] }, { type: 'part' }]
  // What it took it acknowledged before it closed the room. After a lost connection only what was never sent is certain.
  const lost = code === 'revoked' ? outbox : outbox.filter(({ n }) => n > (sentUpTo ?? Number.POSITIVE_INFINITY))
  if (lost.length === 0) return { change, effects }
  const refusal = { code: 'revoked', message: 'this agent may not write here', value: 0 } as const
  const refusals = new Map(lost.map(({ n }) => [n, refusal]))
  return { name: 'disagreed', change, effects: [...effects, rebuild({ kind: 'refused', refusals })] }
}

function onRightsChanged({ joined }: Session, { rights }: RightsChanged): Turn {
  return {
    change: { joined: joined && { ...joined, rights } },
    effects: [{ type: 'allow', rights }],
  }
}

/**
 * A piece joins the base at once, so that a join that is cut off asks for the rest only; from the first one on that says
 * something of writes that wait here, all are looked at together.
 */
function onPiece(session: Session, { index, codec, update }: Piece, view: SessionView): Turn {
  const { joined, pieces, received } = session
  if (index !== received || index >= joined!.pieces) return { violation: `piece ${index} out of turn` }
  const piece = read(update, codec)
  if (!piece) return { violation: `piece ${index} is no update` }
  const held = new Set([view.client, ...view.outbox.map(({ client }) => client)])
  const blocks = new Map([...piece.decoded.blocks].filter(([client]) => held.has(client)))
  const { description } = piece
  // What another log holds says nothing about where this one stands until all of it is there.
  const isOfBase = ['', joined!.epoch].includes(view.epoch)
  if (isOfBase && pieces.length === 0 && blocks.size === 0) {
    const { epoch, rights, taken } = joined!
    const { restore } = view
    // Who wrote here under an id that is taken is known until what waits has another.
    const bindings = received === 0 ? joined!.bindings.filter(({ client }) => !taken.includes(client)) : []
    const nothing = { there: [], removed: [], stranded: [] }
    const updates = [{ update, description }]
    const take: SessionEffect = { type: 'take', updates, ...nothing, epoch, rights, bindings, restore }
    return { change: { received: received + 1 }, effects: [take] }
  }
  const waiting = { update, description, own: { blocks, deletes: new Map() } }
  return { change: { received: received + 1, pieces: [...pieces, waiting] } }
}

/** The room's whole answer is there: what does it say of the writes that wait? */
function onSynced({ joined, received, pieces, late, held }: Session, view: SessionView): Turn {
  const { epoch, rights, bindings, taken } = joined!
  if (received !== joined!.pieces) return { violation: `${received} of ${joined!.pieces} pieces` }
  const own = pieces.map(piece => piece.own)
  const { removed, strangers, differs, ...found } = compareJoin(view.outbox, own, view.vector, view.client)
  // What was written here under an id that is somebody else's there is read as theirs, by everybody.
  const there = found.there.filter(({ client }) => !taken.includes(client) || !view.isWriter(client))
  const settled = new Set([...there, ...removed])
  const remaining = view.outbox.filter(record => !settled.has(record))
  const isBack = epoch !== view.epoch && view.epoch !== ''
  const wanted = isBack ? [...view.own].filter(client => view.vector.has(client)) : view.restore
  const restore = wanted.filter(client => !taken.includes(client))
  const stranded = wanted.filter(client => taken.includes(client))
  const effects: SessionEffect[] = [
    { type: 'take', updates: pieces, there, removed, epoch, rights, bindings, restore, stranded },
  ]
  const foreign = new Set([...strangers, ...taken])
  if (differs || foreign.has(view.client) || remaining.some(({ client }) => foreign.has(client))) {
    return { name: 'disagreed', effects: [...effects, rebuild({ kind: 'renew', strangers: foreign })] }
  }
  const mayAppend = rights.includes('append')
  if (!mayAppend && remaining.length > 0) {
    const refusal = { code: 'forbidden', message: 'this agent may not write here', value: 0 } as const
    const refusals = new Map(remaining.map(({ n }) => [n, refusal]))
    return { name: 'disagreed', effects: [...effects, rebuild({ kind: 'refused', refusals })] }
  }
  // Without the right to write, own entries wait until it is there again.
  const offering = mayAppend ? restore.filter(client => held!.has(client)) : []
  if (mayAppend && restore.length > 0 && offering.length === 0) return { name: 'rejoin', effects }
  if (late.length > 0) effects.push({ type: 'again', frames: late })
  if (offering.length > 0) effects.push({ type: 'load-offers', clients: offering })
  return { change: { pieces: [], late: [], offering }, effects }
}

/** Own entries for a relay that may lack them; when there are none, they are as good as taken. */
function onOffers({ offering }: Session, updates: readonly Uint8Array[], view: SessionView): Turn {
  if (offering.length === 0) return {}
  if (updates.length > 0) return { change: { offers: updates } }
  return { ...again(view, offering), change: { offering: [] }, effects: [offered(offering)] }
}

function onUpdates(session: Session, frame: Updates, view: SessionView): Turn {
  if (session.phase === 'receiving') return { change: { late: [...session.late, frame] } }
  const updates: DescribedUpdate[] = []
  for (const update of frame.updates) {
    const read_ = read(update, codecV1)
    if (!read_) return { violation: 'is no update' }
    updates.push({ update, description: read_.description })
  }
  // What somebody else wrote under our ids must not pass by unseen: a new join compares it.
  const isOurs = updates.some(({ description }) =>
    [...description.to].some(([client, to]) => session.held!.has(client) && to > (view.vector.get(client) ?? 0)),
  )
  const isWhole = (each: OutboxRecord) => withinRoom(each, session, view) === each
  // Of these the room got what it could take.
  const waiting = view.outbox.filter(each => each.n <= session.sentUpTo && !isWhole(each))
  for (const { description } of updates)
    for (const [client, to] of description.to) session.joined!.vector.set(client, to)
  if (isOurs || waiting.some(isWhole)) return { name: 'rejoin' }
  return { effects: [{ type: 'learn', updates }] }
}

function onAck(session: Session, { upTo }: Ack, view: SessionView): Turn {
  if (upTo > session.seq) return { violation: `ack of frame ${upTo}, not sent` }
  const done = session.sent.filter(({ seq }) => seq <= upTo)
  const sent = session.sent.filter(({ seq }) => seq > upTo)
  const isTaken = done.some(({ numbers }) => !session.freeing.includes(numbers[0] ?? 0))
  // The same part is taken again with every join.
  const change = {
    sent,
    attempt: done.some(({ isPart }) => !isPart) ? 0 : session.attempt,
    full: isTaken ? null : session.full,
  }
  const effects: SessionEffect[] = []
  const numbers = done.flatMap(frame => (frame.isPart ? [] : frame.numbers))
  if (numbers.length > 0) effects.push({ type: 'settle', numbers })
  const isOffered =
    session.offers?.length === 0 && done.some(({ isOffer }) => isOffer) && !sent.some(({ isOffer }) => isOffer)
  if (!isOffered) return { change, effects }
  effects.push(offered(session.offering))
  return {
    ...again(view, session.offering),
    change: { ...change, offers: null, offering: [], offerRefusals: 0 },
    effects,
  }
}

/** There may be more to offer than one join could name. */
function again({ restore }: SessionView, offering: readonly number[]): Pick<Turn, 'name'> {
  return restore.some(client => !offering.includes(client)) ? { name: 'rejoin' } : {}
}

function offered(clients: readonly number[]): SessionEffect {
  return { type: 'offered', clients, areStranded: false }
}

function read(update: Uint8Array, codec: number) {
  if (codec !== codecV1) return undefined
  try {
    const decoded: DecodedUpdate = decodeUpdate(update)
    return { decoded, description: describeUpdate(decoded) }
  } catch (error) {
    if (error instanceof UpdateError) return undefined
    throw error
  }
}

function rebuild(cause: RebuildCause): SessionEffect {
  return { type: 'rebuild', cause }
}
