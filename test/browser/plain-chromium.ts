import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright'
import { WebSocket } from '../../packages/relay/src/server/raw-client.fixture'
import { chromiumFlags, findChromium } from './find-chromium'

interface Answer {
  readonly id?: number
  readonly result?: unknown
  readonly error?: { readonly message: string }
}

/**
 * A Chromium without Playwright, which keeps every page awake and the back-forward cache off: what a page of a person goes
 * through, over the DevTools protocol.
 */
export class PlainChromium {
  readonly #socket: WebSocket
  readonly #stop: () => Promise<void>
  readonly #waiting = new Map<number, (answer: Answer) => void>()
  #calls = 0

  private constructor(socket: WebSocket, stop: () => Promise<void>) {
    this.#socket = socket
    this.#stop = stop
    socket.on('message', data => {
      const answer: Answer = JSON.parse(String(data))
      if (answer.id !== undefined) this.#waiting.get(answer.id)?.(answer)
    })
  }

  static async launch(): Promise<PlainChromium> {
    const profile = await mkdtemp(join(tmpdir(), 'commonplace-chromium-'))
    const program = (await findChromium()) ?? chromium.executablePath()
    const flags = ['--headless=new', '--remote-debugging-port=0', `--user-data-dir=${profile}`, ...chromiumFlags]
    const browser = spawn(program, [...flags, 'about:blank'], { stdio: ['ignore', 'ignore', 'pipe'] })
    const ended = new Promise<void>(resolve => browser.once('exit', () => resolve()))
    const address = await new Promise<string>((resolve, reject) => {
      let said = ''
      browser.stderr.on('data', chunk => {
        said += chunk
        const [, found] = /DevTools listening on (ws:\S+)/.exec(said) ?? []
        if (found) resolve(found)
      })
      browser.once('error', reject)
      ended.then(() => reject(new Error(`Chromium ended: ${said.slice(-500)}`)))
    })
    const socket = new WebSocket(address)
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
    return new PlainChromium(socket, async () => {
      browser.kill()
      await ended
      await rm(profile, { recursive: true, force: true, maxRetries: 5 })
    })
  }

  async openPage(url: string): Promise<PlainPage> {
    const { targetId } = await this.call<{ targetId: string }>('Target.createTarget', { url })
    const { sessionId } = await this.call<{ sessionId: string }>('Target.attachToTarget', { targetId, flatten: true })
    return new PlainPage(this, sessionId)
  }

  call<T>(method: string, params: object = {}, sessionId?: string): Promise<T> {
    const id = ++this.#calls
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, ({ result, error }) => {
        this.#waiting.delete(id)
        if (error) reject(new Error(`${method}: ${error.message}`))
        else resolve(result as T)
      })
      this.#socket.send(JSON.stringify({ id, method, params, sessionId }))
    })
  }

  async close(): Promise<void> {
    this.#socket.close()
    await this.#stop()
  }
}

export class PlainPage {
  readonly #browser: PlainChromium
  readonly #session: string

  constructor(browser: PlainChromium, session: string) {
    this.#browser = browser
    this.#session = session
  }

  send<T>(method: string, params: object = {}): Promise<T> {
    return this.#browser.call<T>(method, params, this.#session)
  }

  /** Runs a function in the page; what it is given and returns is JSON. */
  async evaluate<Args extends unknown[], T>(body: (...args: Args) => T | Promise<T>, ...args: Args): Promise<T> {
    interface Evaluated {
      readonly result: { readonly value: T }
      readonly exceptionDetails?: { readonly exception?: { readonly description?: string }; readonly text: string }
    }
    const expression = `(${body})(...${JSON.stringify(args)})`
    const options = { expression, awaitPromise: true, returnByValue: true }
    const { result, exceptionDetails: fault } = await this.send<Evaluated>('Runtime.evaluate', options)
    if (fault) throw new Error(fault.exception?.description ?? fault.text)
    return result.value
  }
}
