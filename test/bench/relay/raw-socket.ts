import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'

/**
 * Gets one binary message: `bytes` from `start` to `end`. Of a message too long for the buffer of a socket that does not
 * assemble, that is only its head; `length` always counts all of it.
 */
export type MessageListener = (bytes: Buffer, start: number, end: number, length: number) => void

export interface RawSocketOptions {
  readonly port: number
  readonly path: string
  readonly protocol?: string
  /** bytes read at once (default 64 KiB); longer messages are skipped but for their head, or assembled */
  readonly bufferBytes?: number
  readonly assembles?: boolean
}

const headBytes = 64
const binary = 2
const close = 8
const ping = 9
const pong = 10

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

/** A WebSocket client on a bare TCP socket, cheaper than any library, so that the load generator is not what is measured. */
export class RawSocket {
  /** bytes received since the upgrade */
  bytes = 0
  /** from now on bytes are counted and nothing is looked into */
  countsOnly = false
  onMessage: MessageListener = () => {}
  failure: Error | null = null
  readonly #socket: Socket
  readonly #assembles: boolean
  readonly #listeners = new Set<(error: Error) => void>()
  #greeting: string | null = ''
  /** came with the answer to the upgrade, and before anybody listens */
  #early: Buffer | null = null
  #rest: Buffer | null = null
  #long: { readonly into: Buffer; readonly length: number; got: number } | null = null
  #onOpen: () => void = () => {}

  private constructor(options: RawSocketOptions) {
    const { port, path, protocol, bufferBytes = 65_536, assembles = false } = options
    this.#assembles = assembles
    const buffer = Buffer.alloc(bufferBytes)
    this.#socket = connect({
      port,
      host: '127.0.0.1',
      noDelay: true,
      onread: {
        buffer,
        callback: length => {
          this.#receive(buffer, length)
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
    this.#socket.destroy()
  }

  #fail(error: Error): void {
    this.failure ??= error
    for (const listener of this.#listeners) listener(this.failure)
    this.#listeners.clear()
  }

  #receive(buffer: Buffer, length: number): void {
    if (this.#greeting !== null) this.#greet(buffer.subarray(0, length))
    else if (this.#early !== null) this.#early = Buffer.concat([this.#early, buffer.subarray(0, length)])
    else {
      this.bytes += length
      if (!this.countsOnly) this.#read(buffer, length)
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
    let at = this.#readLong(bytes, end)
    if (this.#rest !== null) {
      bytes = Buffer.concat([this.#rest, bytes.subarray(at, end)])
      end = bytes.length
      at = 0
      this.#rest = null
    }
    while (end - at >= 2) {
      const short = bytes[at + 1]! & 127
      const header = short < 126 ? 2 : short === 126 ? 4 : 10
      if (end - at < header) break
      const size =
        short < 126 ? short : short === 126 ? bytes.readUInt16BE(at + 2) : Number(bytes.readBigUInt64BE(at + 2))
      const from = at + header
      if (end - from < size) {
        if (size > 32_768) {
          const into = this.#assembles ? Buffer.allocUnsafe(size) : Buffer.alloc(Math.min(size, headBytes))
          this.#long = { into, length: size, got: 0 }
          this.#readLong(bytes.subarray(from, end), end - from)
          at = end
        }
        break
      }
      this.#take(bytes[at]! & 15, bytes, from, from + size)
      at = from + size
    }
    if (at < end) this.#rest = Buffer.from(bytes.subarray(at, end))
  }

  /** Reads on in a long message; returns where the next one starts. */
  #readLong(bytes: Buffer, end: number): number {
    const long = this.#long
    if (long === null) return 0
    const taken = Math.min(long.length - long.got, end)
    if (long.got < long.into.length) bytes.copy(long.into, long.got, 0, taken)
    long.got += taken
    if (long.got < long.length) return end
    this.#long = null
    this.onMessage(long.into, 0, long.into.length, long.length)
    return taken
  }

  #take(opcode: number, bytes: Buffer, start: number, end: number): void {
    if (opcode === binary) this.onMessage(bytes, start, end, end - start)
    else if (opcode === ping) this.write([clientMessage(bytes.subarray(start, end), pong)])
    else if (opcode === close) this.#fail(new Error(`the server closed: ${bytes.toString('utf8', start + 2, end)}`))
  }
}
