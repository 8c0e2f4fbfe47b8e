import type { RelayAddress } from '@commonplace/memory'
import type { Agent, AgentSpec } from '../agent/agent'
import { agentVerbs } from '../agent/agent-verbs'
import { channelName, lockName, type TabMessage, type TabVerb } from './tab-message'

type Socket = ReturnType<NonNullable<RelayAddress['openSocket']>>

interface Called {
  readonly member: string
  readonly verb: TabVerb
  readonly answer: (message: Extract<TabMessage, { type: 'answer' }>) => void
}

/** The agents of a world that have a tab of their own: where it is, and what the script asks of them there. */
export class TabAgents {
  /** told when a tab has come, or gone */
  onChange: () => void = () => {}
  readonly #page: string
  readonly #world: string
  readonly #channel: BroadcastChannel
  readonly #dial: (() => Promise<Socket>) | undefined
  readonly #here = new Set<string>()
  readonly #called = new Map<number, Called>()
  readonly #sockets = new Map<string, Socket>()
  #calls = 0

  /**
   * @param page names the page of the world, also after it was loaded anew
   * @param dial opens a socket to the relay's rooms in this page; nothing where agents reach a relay themselves
   */
  constructor(page: string, world: string, dial: (() => Promise<Socket>) | undefined) {
    this.#page = page
    this.#world = world
    this.#dial = dial
    this.#channel = new BroadcastChannel(channelName(page))
    this.#channel.onmessage = ({ data }: MessageEvent<TabMessage>) => this.#hear(data)
    this.#say({ type: 'who' })
  }

  isHere(member: string): boolean {
    return this.#here.has(member)
  }

  addressOf(member: string): string {
    return `./agent.html#${[this.#page, this.#world, member].map(encodeURIComponent).join('/')}`
  }

  async open(spec: AgentSpec): Promise<Agent> {
    await this.#call(spec.id, 'open', [spec, this.#dial === undefined])
    const verbs = agentVerbs.map(verb => [verb, (...args: unknown[]) => this.#call(spec.id, verb, args)] as const)
    return { ...(Object.fromEntries(verbs) as unknown as Omit<Agent, 'id'>), id: spec.id }
  }

  #say(message: TabMessage): void {
    this.#channel.postMessage(message)
  }

  #call(member: string, verb: TabVerb, args: readonly unknown[]): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const id = ++this.#calls
      const answer: Called['answer'] = ({ value, failed }) => {
        this.#called.delete(id)
        if (failed === undefined) resolve(value)
        else reject(new Error(failed))
      }
      this.#called.set(id, { member, verb, answer })
      this.#say({ type: 'call', member, id, verb, args })
      // What is told to a tab that has just gone is over.
      if (!this.#here.has(member)) this.#gone(member)
    })
  }

  #hear(message: TabMessage): void {
    if (message.type === 'answer') this.#called.get(message.id)?.answer(message)
    else if (message.type === 'here') this.#come(message.member)
    else if (message.type === 'dial') void this.#carry(message.socket)
    else if (message.type === 'up') this.#sockets.get(message.socket)?.send(message.data)
    else if (message.type === 'hung-up') this.#sockets.get(message.socket)?.close(message.code, message.reason)
  }

  #come(member: string): void {
    if (this.#here.has(member)) return
    this.#here.add(member)
    // Granted when its tab is gone, however it went.
    void navigator.locks.request(lockName(this.#page, member), () => {
      this.#here.delete(member)
      this.#gone(member)
      this.onChange()
    })
    this.onChange()
  }

  #gone(member: string): void {
    for (const [id, called] of [...this.#called]) {
      if (called.member !== member) continue
      // Closed it is.
      const failed = called.verb === 'close' ? undefined : `the tab of "${member}" was closed`
      called.answer({ type: 'answer', id, ...(failed && { failed }) })
    }
  }

  async #carry(id: string): Promise<void> {
    const socket = await this.#dial?.()
    if (!socket) return
    this.#sockets.set(id, socket)
    socket.binaryType = 'arraybuffer'
    socket.onopen = () => this.#say({ type: 'opened', socket: id })
    socket.onmessage = ({ data }: { data: ArrayBuffer }) => this.#say({ type: 'down', socket: id, data })
    socket.onclose = ({ code, reason }: { code: number; reason: string }) => {
      this.#sockets.delete(id)
      this.#say({ type: 'ended', socket: id, code, reason })
    }
  }
}
