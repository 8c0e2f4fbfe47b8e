import { type ClientFrame, decodeRelayFrame, encodeFrame, type RelayFrame, subprotocol } from '@commonplace/protocol'
import { WebSocket } from '../../../packages/relay/src/server/raw-client.fixture'

const deadlineMs = 60_000

/** A native socket that hands every frame to its owner at once and keeps none. */
export class Socket {
  readonly closed: Promise<void>
  isOpen = true
  readonly #ws: WebSocket
  readonly #pongs = new Map<number, () => void>()
  #lastNonce = 0

  private constructor(ws: WebSocket, onFrame: (frame: RelayFrame) => void) {
    this.#ws = ws
    ws.on('error', () => {})
    ws.on('message', data => {
      const frame = decodeRelayFrame(new Uint8Array(data as Buffer))
      if (frame.type === 'pong') this.#pongs.get(frame.nonce)?.()
      else onFrame(frame)
    })
    this.closed = new Promise(resolve => {
      ws.once('close', () => {
        this.isOpen = false
        resolve()
      })
    })
  }

  /** An open socket that has said hello, if it has a name. Rejects when the relay does not let it in. */
  static async open(url: string, agent: string | null, onFrame: (frame: RelayFrame) => void): Promise<Socket> {
    const ws = new WebSocket(url, subprotocol, { perMessageDeflate: false })
    const socket = new Socket(ws, onFrame)
    await new Promise<void>((resolve, reject) => {
      ws.once('open', () => resolve())
      ws.once('error', reject)
    })
    if (agent !== null) socket.sayHello(agent)
    return socket
  }

  sayHello(agent: string, token = ''): void {
    this.send({ type: 'hello', versions: [1, 1], tenant: '', agent, user: '', token, client: 'faults' })
  }

  send(frame: ClientFrame): void {
    this.sendBytes(encodeFrame(frame))
  }

  sendBytes(bytes: Uint8Array | string): void {
    if (this.isOpen) this.#ws.send(bytes, () => {})
  }

  /** Resolves when the relay has answered everything sent so far, or the socket is closed. */
  async settle(): Promise<void> {
    const nonce = ++this.#lastNonce + 2 ** 40
    const answered = new Promise<void>(resolve => this.#pongs.set(nonce, resolve))
    this.send({ type: 'ping', nonce })
    await inTime(Promise.race([answered, this.closed]), 'the relay to answer a ping')
    this.#pongs.delete(nonce)
  }

  cut(): void {
    this.#ws.terminate()
  }
}

/** @throws when it takes longer than anything should */
export async function inTime<T>(promise: Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`waited ${deadlineMs} ms for ${what}`)), deadlineMs)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
