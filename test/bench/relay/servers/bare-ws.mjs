import { WebSocketServer } from 'ws'

// The physical limit: sends what it gets to the others of the room and knows nothing else. A message is a kind (0 join,
// 1 update), the room in two bytes, then content. COALESCED frames once and writes once a socket and turn of the loop.
const isCoalesced = process.env.COALESCED === '1'
const server = new WebSocketServer({ port: Number(process.env.PORT), host: '127.0.0.1', perMessageDeflate: false })
const rooms = new Map()
let written = new Set()

function frame(payload) {
  const { length } = payload
  const header = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10)
  header[0] = 0x82
  if (length < 126) header[1] = length
  else if (length < 65_536) header.writeUInt16BE(length, 2)
  else header.writeBigUInt64BE(BigInt(length), 2)
  if (length >= 126) header[1] = length < 65_536 ? 126 : 127
  return Buffer.concat([header, payload])
}

function write(raw, bytes) {
  if (!written.has(raw)) {
    if (written.size === 0) setImmediate(flush)
    written.add(raw)
    raw.cork()
  }
  raw.write(bytes)
}

function flush() {
  const sockets = written
  written = new Set()
  for (const raw of sockets) raw.uncork()
}

server.on('connection', (socket, request) => {
  const joined = new Set()
  const raw = request.socket
  const member = { send: message => socket.send(message), write: bytes => write(raw, bytes) }
  socket.on('error', () => {})
  socket.on('close', () => {
    for (const room of joined) room.delete(member)
  })
  socket.on('message', message => {
    const number = message.readUInt16BE(1)
    let room = rooms.get(number)
    if (room === undefined) {
      room = new Set()
      rooms.set(number, room)
    }
    if (message[0] === 0) {
      joined.add(room)
      room.add(member)
      socket.send(message)
    } else if (isCoalesced) {
      const bytes = frame(message)
      for (const other of room) if (other !== member) other.write(bytes)
    } else for (const other of room) if (other !== member) other.send(message)
  })
})
