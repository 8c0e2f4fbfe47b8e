import {
  CommonplaceError,
  type Memory,
  type OnceOptions,
  type WorkContext,
  type WorkKeyInput,
} from '@commonplace/memory'

interface BeginOptions {
  readonly waitSeconds?: number | undefined
  readonly ttl?: string | undefined
  readonly timeout?: string | undefined
  readonly space?: string | undefined
}

/** A piece of work that this server's host has in hand. */
interface InHand {
  readonly key: string
  readonly finish: (result: unknown) => void
  readonly fail: (error: Error) => void
  /** what `work.once` comes to */
  readonly outcome: Promise<unknown>
}

/** What it is to a host that asks for a piece of work. */
export type Begun =
  | { readonly state: 'yours'; readonly work: string; readonly token?: WorkContext['token'] }
  | { readonly state: 'done'; readonly result: unknown }
  | { readonly state: 'busy'; readonly hint: string }

/**
 * `work.once` in two halves, since the function that it would run is the host itself: begun by one call, finished by another.
 * Work that is never finished ends by its time; a server that ends lets go of what it had.
 */
export class WorkInHand {
  readonly #memory: Memory
  readonly #inHand = new Map<string, InHand>()
  #count = 0

  constructor(memory: Memory) {
    this.#memory = memory
  }

  /** @throws CommonplaceError as `work.once`; the signal's reason */
  async begin(key: WorkKeyInput, options: BeginOptions, signal: AbortSignal): Promise<Begun> {
    const { waitSeconds = 20, ttl, timeout = '10m', space } = options
    const told = toldKey(key, space)
    const late = new AbortController()
    const noLonger = AbortSignal.any([signal, late.signal])
    const asked: OnceOptions = { timeout, signal: noLonger, ...(ttl && { ttl }), ...(space && { space }) }
    const timer = setTimeout(() => late.abort(), waitSeconds * 1000)
    try {
      return await new Promise<Begun>((resolve, reject) => {
        const outcome = this.#memory.work.once(
          key,
          ({ token }) =>
            new Promise((finish, fail) => {
              noLonger.throwIfAborted()
              clearTimeout(timer)
              const work = `work-${++this.#count}`
              const forget = () => this.#inHand.delete(work)
              this.#inHand.set(work, { key: told, finish, fail, outcome })
              outcome.then(forget, forget)
              resolve({ state: 'yours', work, ...(token && { token }) })
            }),
          asked,
        )
        outcome.then(result => resolve({ state: 'done', result: result ?? null }), reject)
      })
    } catch (error) {
      if (!late.signal.aborted || signal.aborted) throw error
      return { state: 'busy', hint: this.#whoIsAtIt(told) }
    } finally {
      clearTimeout(timer)
    }
  }

  /** A host that has forgotten what it began would wait for itself. */
  #whoIsAtIt(told: string): string {
    const [own] = [...this.#inHand].find(([, { key }]) => key === told) ?? []
    if (own === undefined) return 'another agent is at it: do something else meanwhile, and call work_begin again'
    return `it was begun here and is not finished: whoever does it calls work_finish with work "${own}"`
  }

  /** @throws CommonplaceError `unknown-record` for what is not in hand; as `work.once` */
  async finish(
    work: string,
    { result, failed }: { readonly result?: unknown; readonly failed?: string | undefined },
  ): Promise<{ readonly state: 'done' | 'failed' }> {
    const inHand = this.#inHand.get(work)
    if (!inHand) {
      throw new CommonplaceError(
        'unknown-record',
        `there is no work "${work}" in hand: it was finished, or its time was over`,
        {
          hint: 'call work_begin again: it says what became of it',
        },
      )
    }
    if (failed === undefined) {
      inHand.finish(result)
      await inHand.outcome
      return { state: 'done' }
    }
    const error = new Error(failed)
    inHand.fail(error)
    await inHand.outcome.catch(reason => {
      if (reason !== error) throw reason
    })
    return { state: 'failed' }
  }
}

/** The same for keys that are the same work: properties in any order. */
function toldKey(key: WorkKeyInput, space: string | undefined): string {
  return JSON.stringify([space ?? null, key], (_, value: unknown) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  )
}
