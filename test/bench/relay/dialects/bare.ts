import { clientMessage, RawSocket } from '../raw-socket'
import { type Connect, deferred } from './dialect'

const header = 3

function message(kind: number, room: string, content: Uint8Array): Uint8Array {
  const bytes = Buffer.alloc(header + content.length)
  bytes[0] = kind
  bytes.writeUInt16BE(roomNumber(room), 1)
  bytes.set(content, header)
  return bytes
}

const roomNumber = (room: string): number => Number(/\d+$/.exec(room)?.[0] ?? 0)

/** A client of the bare server: rooms are the numbers at the end of their names, and there is no state. */
export const connectBare: Connect = async (port, _room, options) => {
  const socket = await RawSocket.open({ port, path: '/', ...options })
  const joining = new Map<number, () => void>()
  const client = {
    socket,
    onMessage: () => {},
    join(room: string) {
      const { promise, resolve } = deferred(socket)
      joining.set(roomNumber(room), resolve)
      socket.send(message(0, room, Buffer.alloc(0)))
      return promise
    },
    messages: (room: string, updates: readonly Uint8Array[]) =>
      updates.map(update => clientMessage(message(1, room, update))),
    updatesIn: (bytes: Uint8Array) => (bytes[0] === 1 ? [bytes.subarray(header)] : []),
  } as Awaited<ReturnType<Connect>>
  socket.onMessage = (bytes, start, end, length) => {
    if (bytes[start] === 0) joining.get(bytes.readUInt16BE(start + 1))?.()
    client.onMessage(bytes, start, end, length)
  }
  return client
}
