import {
  decodeClientFrame,
  defaultLimits,
  encodeFrame,
  type Frame,
  type Limits,
  type RelayFrame,
} from '@commonplace/protocol'
import type { SocketLike, Timers } from './connection'

/** A socket whose far end is the test. */
export class FakeSocket implements SocketLike {
  binaryType = ''
  onopen: SocketLike['onopen'] = null
  onmessage: SocketLike['onmessage'] = null
  onclose: SocketLike['onclose'] = null
  onerror: SocketLike['onerror'] = null
  readonly protocols: readonly string[]
  readonly sent: Frame[] = []
  closedWith: number | undefined

  constructor(protocols: readonly string[]) {
    this.protocols = protocols
  }

  send(data: Uint8Array): void {
    this.sent.push(decodeClientFrame(data))
  }

  close(code?: number): void {
    this.closedWith = code
  }

  open(): void {
    ;(this.onopen as unknown as () => void)()
  }

  say(frame: RelayFrame): void {
    this.sayBytes(encodeFrame(frame))
  }

  sayBytes(bytes: Uint8Array): void {
    ;(this.onmessage as unknown as (event: { data: ArrayBuffer }) => void)({ data: bytes.slice().buffer })
  }

  welcome(limits: Partial<Limits> = {}): void {
    const who = { tenant: 't', agent: 'ada', user: 'u' }
    this.say({ type: 'welcome', version: 1, epoch: 'one', ...who, limits: { ...defaultLimits, ...limits } })
  }

  end(code: number, reason = 'why'): void {
    ;(this.onclose as unknown as (event: { code: number; reason: string }) => void)({ code, reason })
  }
}

/** Timers that go off when the test says so. */
export class HandTimers implements Timers {
  now = 0
  #last = 0
  readonly #waiting = new Map<number, { readonly at: number; readonly callback: () => void }>()

  set(ms: number, callback: () => void): number {
    this.#waiting.set(++this.#last, { at: this.now + ms, callback })
    return this.#last
  }

  clear(handle: unknown): void {
    this.#waiting.delete(handle as number)
  }

  pass(ms: number): void {
    const end = this.now + ms
    for (;;) {
      const [handle, next] = [...this.#waiting].sort(([, a], [, b]) => a.at - b.at)[0] ?? []
      if (!next || next.at > end) break
      this.#waiting.delete(handle!)
      this.now = next.at
      next.callback()
    }
    this.now = end
  }
}
