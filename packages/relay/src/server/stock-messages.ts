import { decodeStateVector, encodeStateVector, noUpdate, type StateVector } from '@commonplace/protocol'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'

// The numbers of y-websocket's messages, and of y-protocols' sync messages inside them.
const sync = 0
const awareness = 1
const queryAwareness = 3
const step1 = 0
const step2 = 1
const update = 2

const maxAwarenessStates = 1024
const maxAwarenessClock = 2 ** 32

/** One client's awareness; a state of null says that it has gone. */
export interface AwarenessState {
  readonly client: number
  readonly clock: number
  /** JSON text */
  readonly state: string
}

/** What a y-websocket client says. */
export type StockMessage =
  | { readonly type: 'step1'; readonly vector: StateVector }
  | { readonly type: 'step2' | 'update'; readonly update: Uint8Array }
  | { readonly type: 'awareness'; readonly states: readonly AwarenessState[] }
  | { readonly type: 'query-awareness' }

/** A message that no y-websocket client sends. */
export class StockMessageError extends Error {
  override name = 'StockMessageError'
}

/**
 * Reads one message of y-websocket 3 (y-protocols 1.0: sync and awareness).
 *
 * @throws StockMessageError and nothing else
 */
export function decodeStockMessage(bytes: Uint8Array): StockMessage {
  try {
    const decoder = decoding.createDecoder(bytes)
    const message = readMessage(decoder)
    if (decoding.hasContent(decoder)) throw new StockMessageError('bytes after the end of a message')
    return message
  } catch (error) {
    if (error instanceof StockMessageError) throw error
    throw new StockMessageError('a message is cut off or malformed', { cause: error })
  }
}

function readMessage(decoder: decoding.Decoder): StockMessage {
  const type = decoding.readVarUint(decoder)
  if (type === queryAwareness) return { type: 'query-awareness' }
  if (type === awareness) return { type: 'awareness', states: readAwareness(decoding.readVarUint8Array(decoder)) }
  if (type !== sync) throw new StockMessageError(`message type ${type} is unknown`)
  const part = decoding.readVarUint(decoder)
  const content = decoding.readVarUint8Array(decoder)
  if (part === step1) return { type: 'step1', vector: decodeStateVector(content) }
  if (part === step2) return { type: 'step2', update: content }
  if (part === update) return { type: 'update', update: content }
  throw new StockMessageError(`sync message type ${part} is unknown`)
}

function readAwareness(bytes: Uint8Array): AwarenessState[] {
  const decoder = decoding.createDecoder(bytes)
  const count = decoding.readVarUint(decoder)
  if (count > maxAwarenessStates) throw new StockMessageError(`${count} awareness states in one message`)
  const states: AwarenessState[] = []
  for (let left = count; left > 0; left--) {
    const client = decoding.readVarUint(decoder)
    const clock = decoding.readVarUint(decoder)
    const state = decoding.readVarString(decoder)
    if (clock > maxAwarenessClock) throw new StockMessageError('an awareness clock is out of range')
    JSON.parse(state)
    states.push({ client, clock, state })
  }
  if (decoding.hasContent(decoder)) throw new StockMessageError('bytes after the end of awareness')
  return states
}

const syncMessage = (part: number, content: Uint8Array): Uint8Array =>
  encoding.encode(encoder => {
    encoding.writeVarUint(encoder, sync)
    encoding.writeVarUint(encoder, part)
    encoding.writeVarUint8Array(encoder, content)
  })

/** Asks a client for everything beyond a state vector. */
export const encodeStep1 = (vector: StateVector): Uint8Array => syncMessage(step1, encodeStateVector(vector))

/** One update. */
export const encodeStockUpdate = (content: Uint8Array): Uint8Array => syncMessage(update, content)

/** Ends the answer to a client's step 1, after its updates: the client counts as synced from here on. */
export const encodeStep2End = (): Uint8Array => syncMessage(step2, noUpdate)

/** Awareness of several clients; without any, a message that changes nothing and keeps a client's watchdog quiet. */
export function encodeAwareness(states: readonly AwarenessState[]): Uint8Array {
  const content = encoding.encode(encoder => {
    encoding.writeVarUint(encoder, states.length)
    for (const { client, clock, state } of states) {
      encoding.writeVarUint(encoder, client)
      encoding.writeVarUint(encoder, clock)
      encoding.writeVarString(encoder, state)
    }
  })
  return encoding.encode(encoder => {
    encoding.writeVarUint(encoder, awareness)
    encoding.writeVarUint8Array(encoder, content)
  })
}
