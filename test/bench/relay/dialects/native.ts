import { inflateRawSync } from 'node:zlib'
import {
  codecDeflated,
  codecV1,
  decodePacked,
  decodeRelayFrame,
  defaultLimits,
  encodeFrame,
  type Piece,
  subprotocol,
  versions,
} from '@commonplace/protocol'
import { clientMessage, RawSocket } from '../raw-socket'
import { type Client, type Connect, deferred, type JoinOptions } from './dialect'

// Type bytes of the frames looked at (SPEC.md, Messages); the rest is only passed on.
const welcome = 0x41
const joined = 0x42
const synced = 0x44
const updates = 0x45
const piece = 0x43
const refusals = new Set([0x47, 0x48, 0x4d])

interface Room {
  readonly channel: number
  seq: number
}

/** A client of our relay: one connection, many rooms. */
export const connectNative: Connect = async (port, _room, options) => {
  const socket = await RawSocket.open({ port, path: '/', protocol: subprotocol, ...options })
  const rooms = new Map<string, Room>()
  const waiting = new Map<number, { readonly room: string; readonly options: JoinOptions; resolve: () => void }>()
  const syncing = new Map<number, () => void>()
  const welcomed = deferred(socket)
  let request = 0

  const client: Client = {
    socket,
    onMessage: ignore,
    join(room, joinOptions = {}) {
      const { promise, resolve } = deferred(socket)
      waiting.set(++request, { room, options: joinOptions, resolve })
      socket.send(
        encodeFrame({
          type: 'join',
          request,
          room: { tenant: 'default', space: room, segment: 0 },
          epoch: '',
          ids: joinOptions.ids ?? [],
          vector: new Map(joinOptions.vector),
          deletesDigest: 0,
        }),
      )
      return promise
    },
    messages(room, list) {
      const state = rooms.get(room)!
      const { channel } = state
      return list.map(update =>
        clientMessage(encodeFrame({ type: 'update', channel, seq: ++state.seq, lease: null, codec: 0, update })),
      )
    },
    updatesIn(message) {
      if (message[0] !== piece && message[0] !== updates) return []
      const frame = decodeRelayFrame(message)
      return frame.type === 'piece' ? [plain(frame)] : frame.type === 'updates' ? frame.updates : []
    },
  }

  const startSync = (message: Uint8Array) => {
    const frame = decodeRelayFrame(message)
    const join = frame.type === 'joined' ? waiting.get(frame.request) : undefined
    if (frame.type !== 'joined' || join === undefined) return
    waiting.delete(frame.request)
    rooms.set(join.room, { channel: frame.channel, seq: 0 })
    syncing.set(frame.channel, () => {
      const { outbox } = join.options
      if (outbox !== undefined) socket.write(client.messages(join.room, [outbox.update]))
      join.resolve()
    })
  }

  socket.onMessage = (bytes, start, end, length) => {
    const type = bytes[start]!
    // Whoever looks for something in a piece finds it in a plain one only; who counts bytes need not have it inflated.
    const looked = type === piece && client.onMessage !== ignore && end - start === length
    const plain = looked ? plainMessage(bytes.subarray(start, end)) : null
    if (plain === null) client.onMessage(bytes, start, end, length)
    else client.onMessage(plain, 0, plain.length, plain.length)
    if (type === welcome) welcomed.resolve()
    else if (type === joined) startSync(bytes.subarray(start, end))
    else if (type === synced) {
      const frame = decodeRelayFrame(bytes.subarray(start, end))
      if (frame.type === 'synced') syncing.get(frame.channel)?.()
    } else if (refusals.has(type)) {
      throw new Error(`the relay refused: ${JSON.stringify(decodeRelayFrame(bytes.subarray(start, end)))}`)
    }
  }
  // A token names its agent; else each connection is an agent of its own, as its client ids are.
  const token = process.env.BENCH_TOKEN ?? ''
  const agent = token === '' ? `bench-${++clients}` : ''
  const names = { tenant: '', agent, user: '', token, client: 'bench' }
  socket.send(encodeFrame({ type: 'hello', versions, ...names }))
  await welcomed.promise
  return client
}

let clients = 0

const ignore: Client['onMessage'] = () => {}

const plain = ({ codec, update }: Piece): Uint8Array =>
  codec === codecDeflated ? inflateRawSync(decodePacked(update, defaultLimits).deflated) : update

/** The message of a piece, as it would be had it not been deflated; null where it was not. */
function plainMessage(message: Uint8Array): Buffer | null {
  const frame = decodeRelayFrame(message)
  if (frame.type !== 'piece' || frame.codec !== codecDeflated) return null
  return Buffer.from(encodeFrame({ ...frame, codec: codecV1, update: plain(frame) }))
}
