import { CommonplaceError, type Memory, type MemoryRecord } from '@commonplace/memory'
import type { AgentInputItem, Session } from '@openai/agents-core'
import { inlineLimit, keptItem, toItem, toText } from './item'

export interface RunSessionOptions {
  /** The space that the conversation is kept in; the team's when left out. */
  readonly space?: string | undefined
}

/**
 * A session of the OpenAI Agents SDK that is a run of a memory: its items are the run's log, so that other agents find what was said, and
 * go on from there, in this SDK or with `memory.runs`. What others logged of the run as `user` or `assistant` is part of the session.
 *
 * @example
 * await new Runner().run(agent, 'Where is order 42?', { session: new RunSession(memory, 'chat-7') })
 */
export class RunSession implements Session {
  readonly #memory: Memory
  readonly #run: string
  readonly #where: { readonly space?: string }

  /** @param run its name is the id of the session */
  constructor(memory: Memory, run: string, { space }: RunSessionOptions = {}) {
    this.#memory = memory
    this.#run = run
    this.#where = space === undefined ? {} : { space }
  }

  async getSessionId(): Promise<string> {
    return this.#run
  }

  /** @param limit the latest so many, oldest first; all when left out */
  async getItems(limit?: number): Promise<AgentInputItem[]> {
    const kept = (await this.#memory.runs.window(this.#run)).filter(record => keptItem(record) !== undefined)
    const wanted = limit === undefined ? kept : limit > 0 ? kept.slice(-limit) : []
    return Promise.all(wanted.map(record => toItem(this.#memory, record)))
  }

  /** @throws CommonplaceError as `memory.runs.log`, `secret` among them; items before the one that is refused are kept */
  async addItems(items: AgentInputItem[]): Promise<void> {
    for (const item of items) {
      const { role, content } = toText(item)
      const json = JSON.stringify(item)
      const kept =
        json.length > inlineLimit ? { artifact: await this.#putAside(json, content) } : { item: JSON.parse(json) }
      await this.#memory.runs.log(this.#run, { role, content, metadata: { agentsItem: kept } }, this.#where)
    }
  }

  /** @throws CommonplaceError `forbidden` where another agent said it: only its author, or a curator, takes it back */
  async popItem(): Promise<AgentInputItem | undefined> {
    const last = (await this.#memory.runs.window(this.#run)).findLast(record => keptItem(record) !== undefined)
    if (!last) return undefined
    const item = await toItem(this.#memory, last)
    await this.#memory.retract(last.id, 'taken back from the session')
    return item
  }

  /** @throws CommonplaceError `forbidden` where others have said something in it, which stays; this agent's own is gone then */
  async clearSession(): Promise<void> {
    const records = await this.#memory.runs.window(this.#run)
    const isOwn = ({ author }: MemoryRecord) => author.agent === this.#memory.identity.agent
    for (const record of records.filter(isOwn)) await this.#memory.retract(record.id, 'the session was cleared')
    const others = new Set(records.filter(record => !isOwn(record)).map(({ author }) => author.agent))
    if (others.size === 0) return
    const { agent } = this.#memory.identity
    throw new CommonplaceError(
      'forbidden',
      `agent "${agent}" cannot clear what ${[...others].join(', ')} said in run "${this.#run}"`,
      {
        hint: 'begin a session under another name, or let a curator retract it',
      },
    )
  }

  async #putAside(json: string, content: string): Promise<string> {
    const summary = `An item of run ${this.#run}: ${content.slice(0, 500)}`
    const options = { summary, type: 'application/json', run: this.#run, ...this.#where }
    return (await this.#memory.artifacts.put(json, options)).id
  }
}
