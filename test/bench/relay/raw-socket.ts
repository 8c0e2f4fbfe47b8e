import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'

/**
 * Gets one binary message: `bytes` from `start` to `end`, which are overwritten after the call. Of a long message that did not
 * come at once, on a socket that does not assemble, that is only its head; `length` always counts all of it.
 */
export type MessageListener = (bytes: Buffer, start: number, end: number, length: number) => void

export interface RawSocketOptions {
  readonly port: number
  readonly path: string
  readonly protocol?: string
  /** a long message that does not come at once is put together, instead of being skipped but for its head */
  readonly assembles?: boolean
  /** message of the server's protocol by which this client says that it is there, where a pong is not enough */
  readonly alive?: Uint8Array
}

// Read into by all sockets, as each read is done with before the next: it stays in the processor's cache.
const readBuffer = Buffer.alloc(256 * 1024)
const headBytes = 64
const mostHeldBytes = 32_768
const binary = 2
const close = 8
const ping = 9
const pong = 10

// Servers cut off who answers no ping for half a minute, or says nothing for a whole one, which may pass while other servers have
// their turn.
const aliveMs = 10_000

/** A client's WebSocket message, masked with zeroes so that masking costs nothing. */
export function clientMessage(payload: Uint8Array, opcode = binary): Buffer {
  const { length } = payload
  const header = length < 126 ? 6 : length < 65_536 ? 8 : 14
  const message = Buffer.alloc(header + length)
  message[0] = 0x80 | opcode
  message[1] = 0x80 | (length < 126 ? length : length < 65_536 ? 126 : 127)
  if (header === 8) message.writeUInt16BE(length, 2)
  if (header === 14) message.writeBigUInt64BE(BigInt(length), 2)
  message.set(payload, header)
  return message
}

const headerBytes = (short: number): number => (short < 126 ? 2 : short === 126 ? 4 : 10)

/** Those that say by themselves that they are there, and how. */
const speaking = new Map<RawSocket, Buffer>()
let isSaying = false

export function sayAlive(): void {
  for (const [socket, message] of speaking) socket.write([message])
}

/** A WebSocket client on a bare TCP socket, cheaper than any library, so that the load generator is not what is measured. */
export class RawSocket {
  /** bytes received since the upgrade */
  bytes = 0
  onMessage: MessageListener = () => {}
  failure: Error | null = null
  #countsOnly = false
  readonly #socket: Socket
  readonly #assembles: boolean
  readonly #alive: Buffer
  readonly #listeners = new Set<(error: Error) => void>()
  #greeting: string | null = ''
  /** came with the answer to the upgrade, and before anybody listens */
  #early: Buffer | null = null
  /** the beginning of a header */
  #rest: Buffer | null = null
  /** a message of which not all has come */
  #begun: { readonly opcode: number; readonly into: Buffer; readonly length: number; got: number } | null = null
  #onOpen: () => void = () => {}

  private constructor(options: RawSocketOptions) {
    const { port, path, protocol, assembles = false, alive } = options
    this.#assembles = assembles
    this.#alive = clientMessage(alive ?? Buffer.alloc(0), alive === undefined ? pong : binary)
    this.#socket = connect({
      port,
      host: '127.0.0.1',
      noDelay: true,
      onread: {
        buffer: readBuffer,
        callback: length => {
          this.#receive(readBuffer, length)
          return true
        },
      },
    })
    const lines = [
      `GET ${path} HTTP/1.1`,
      `Host: 127.0.0.1:${port}`,
      'Upgrade: websocket',
      'Connection: Upgrade',
      `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
      'Sec-WebSocket-Version: 13',
      ...(protocol === undefined ? [] : [`Sec-WebSocket-Protocol: ${protocol}`]),
    ]
    this.#socket.on('connect', () => this.#socket.write(`${lines.join('\r\n')}\r\n\r\n`))
    this.#socket.on('error', error => this.#fail(error))
    this.#socket.on('close', () => this.#fail(new Error('the server closed a connection')))
  }

  /** @throws when the server does not take the connection */
  static open(options: RawSocketOptions): Promise<RawSocket> {
    return new Promise((resolve, reject) => {
      const socket = new RawSocket(options)
      socket.onFailure(reject)
      socket.#onOpen = () => resolve(socket)
    })
  }

  /** Bytes are counted and nothing is looked into. */
  set countsOnly(isSo: boolean) {
    this.#countsOnly = isSo
    if (isSo) this.keep()
    else speaking.delete(this)
  }

  /**
   * Says from now on, every ten seconds, that it is there: who looks into nothing and so sees no ping by a pong (RFC 6455, section 5.5.3),
   * who has nothing to write for long by what its server wants to hear.
   */
  keep(): void {
    speaking.set(this, this.#alive)
    if (!isSaying) setInterval(sayAlive, aliveMs).unref()
    isSaying = true
  }

  onFailure(listener: (error: Error) => void): void {
    if (this.failure !== null) listener(this.failure)
    else this.#listeners.add(listener)
  }

  send(payload: Uint8Array): void {
    this.#socket.write(clientMessage(payload))
  }

  /** Writes messages that are framed already, as one write. */
  write(messages: readonly Buffer[]): void {
    this.#socket.cork()
    for (const message of messages) this.#socket.write(message)
    this.#socket.uncork()
  }

  close(): void {
    this.#listeners.clear()
    speaking.delete(this)
    this.#socket.destroy()
  }

  #fail(error: Error): void {
    this.failure ??= error
    speaking.delete(this)
    for (const listener of this.#listeners) listener(this.failure)
    this.#listeners.clear()
  }

  #receive(buffer: Buffer, length: number): void {
    if (this.#greeting !== null) this.#greet(buffer.subarray(0, length))
    else if (this.#early !== null) this.#early = Buffer.concat([this.#early, buffer.subarray(0, length)])
    else {
      this.bytes += length
      if (!this.#countsOnly) this.#read(buffer, length)
    }
  }

  #greet(bytes: Buffer): void {
    const text = this.#greeting + bytes.toString('latin1')
    const end = text.indexOf('\r\n\r\n')
    this.#greeting = text
    if (end === -1) return
    if (!text.startsWith('HTTP/1.1 101')) {
      this.#fail(new Error(`the server answered "${text.slice(0, text.indexOf('\r\n'))}"`))
      this.#socket.destroy()
      return
    }
    this.#greeting = null
    this.#onOpen()
    const rest = Buffer.from(text.slice(end + 4), 'latin1')
    // Whoever opened the socket sets its listener in a microtask.
    if (rest.length === 0) return
    this.#early = rest
    setImmediate(() => {
      const early = this.#early!
      this.#early = null
      this.#receive(early, early.length)
    })
  }

  #read(buffer: Buffer, length: number): void {
    let bytes = buffer
    let end = length
    let at = this.#readOn(bytes, end)
    if (this.#rest !== null) {
      bytes = Buffer.concat([this.#rest, bytes.subarray(0, end)])
      end = bytes.length
      this.#rest = null
    }
    while (at < end) {
      const header = end - at < 2 ? 2 : headerBytes(bytes[at + 1]! & 127)
      if (end - at < header) {
        this.#rest = Buffer.from(bytes.subarray(at, end))
        return
      }
      const opcode = bytes[at]! & 15
      const size =
        header === 2
          ? bytes[at + 1]! & 127
          : header === 4
            ? bytes.readUInt16BE(at + 2)
            : Number(bytes.readBigUInt64BE(at + 2))
      at += header
      if (end - at < size) {
        const isWhole = this.#assembles || size <= mostHeldBytes
        this.#begun = { opcode, into: Buffer.allocUnsafe(isWhole ? size : headBytes), length: size, got: 0 }
        this.#readOn(bytes.subarray(at, end), end - at)
        return
      }
      this.#take(opcode, bytes, at, at + size)
      at += size
    }
  }

  /** Reads on in a message that has begun; returns where the next one starts. */
  #readOn(bytes: Buffer, end: number): number {
    const begun = this.#begun
    if (begun === null) return 0
    const taken = Math.min(begun.length - begun.got, end)
    if (begun.got < begun.into.length) bytes.copy(begun.into, begun.got, 0, taken)
    begun.got += taken
    if (begun.got < begun.length) return end
    this.#begun = null
    this.#take(begun.opcode, begun.into, 0, begun.into.length, begun.length)
    return taken
  }

  #take(opcode: number, bytes: Buffer, start: number, end: number, length = end - start): void {
    if (opcode === binary) this.onMessage(bytes, start, end, length)
    else if (opcode === ping) this.write([clientMessage(bytes.subarray(start, end), pong)])
    else if (opcode === close) this.#fail(new Error(`the server closed: ${bytes.toString('utf8', start + 2, end)}`))
  }
}
