import { encodeStateVector } from '@commonplace/protocol'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { clientMessage, RawSocket } from '../raw-socket'
import { type Client, type Connect, deferred, type JoinOptions } from './dialect'

const sync = 0
const auth = 2
const step1 = 0
const step2 = 1
const update = 2
// Message types of Hocuspocus (its MessageType).
const stateless = 5

/** One room of one connection, by the sync protocol of Yjs (y-protocols/sync), with a prefix in front of every message. */
interface Flavour {
  readonly path: (room: string) => string
  readonly prefix: (room: string) => Uint8Array
  readonly authenticates: boolean
  /** what its clients send from time to time to be kept; null where answering pings is enough */
  readonly alive: ((room: string) => Uint8Array) | null
}

function syncMessage(prefix: Uint8Array, kind: number, content: Uint8Array): Uint8Array {
  return encoding.encode(encoder => {
    encoding.writeUint8Array(encoder, prefix)
    encoding.writeVarUint(encoder, sync)
    encoding.writeVarUint(encoder, kind)
    encoding.writeVarUint8Array(encoder, content)
  })
}

const connectWith =
  (flavour: Flavour): Connect =>
  async (port, onlyRoom, options) => {
    const alive = flavour.alive === null ? {} : { alive: flavour.alive(onlyRoom) }
    const socket = await RawSocket.open({ port, path: flavour.path(onlyRoom), ...alive, ...options })
    const prefix = flavour.prefix(onlyRoom)
    let joining: { readonly options: JoinOptions; readonly resolve: () => void } | null = null
    const sendVector = () => {
      const vector = new Map([...(joining?.options.vector ?? []), ...(joining?.options.outbox?.vector ?? [])])
      socket.send(syncMessage(prefix, step1, encodeStateVector(vector)))
    }
    const client: Client = {
      socket,
      onMessage: () => {},
      join(_room, joinOptions = {}) {
        const { promise, resolve } = deferred(socket)
        joining = { options: joinOptions, resolve }
        if (flavour.authenticates) socket.send(authMessage(prefix))
        else sendVector()
        return promise
      },
      messages: (_room, updates) => updates.map(each => clientMessage(syncMessage(prefix, update, each))),
      updatesIn(message) {
        const decoder = decoding.createDecoder(message.subarray(prefix.length))
        if (decoding.readVarUint(decoder) !== sync || decoding.readVarUint(decoder) === step1) return []
        return [decoding.readVarUint8Array(decoder)]
      },
    }
    socket.onMessage = (bytes, start, end, length) => {
      const type = bytes[start + prefix.length]
      const kind = bytes[start + prefix.length + 1]
      client.onMessage(bytes, start, end, length)
      if (type === auth && flavour.authenticates && kind === 2) sendVector()
      if (type !== sync) return
      const outbox = joining?.options.outbox
      if (kind === step1 && outbox !== undefined) socket.send(syncMessage(prefix, step2, outbox.update))
      if (kind === step2) joining?.resolve()
    }
    return client
  }

function authMessage(prefix: Uint8Array): Uint8Array {
  return encoding.encode(encoder => {
    encoding.writeUint8Array(encoder, prefix)
    encoding.writeVarUint(encoder, auth)
    encoding.writeVarUint(encoder, 0)
    encoding.writeVarString(encoder, 'token')
  })
}

/** A client of y-websocket's protocol: one room a connection, named by the path. */
export const connectYWebsocket = connectWith({
  path: room => `/${room}`,
  prefix: () => new Uint8Array(),
  authenticates: false,
  alive: null,
})

/** A client of Hocuspocus' protocol: the room's name stands in front of every message. */
export const connectHocuspocus = connectWith({
  path: () => '/',
  prefix: room => encoding.encode(encoder => encoding.writeVarString(encoder, room)),
  authenticates: true,
  // It cuts off who sends no message for a minute, whatever pings are answered; this one it passes to nobody.
  alive: room =>
    encoding.encode(encoder => {
      encoding.writeVarString(encoder, room)
      encoding.writeVarUint(encoder, stateless)
      encoding.writeVarString(encoder, '')
    }),
})
