import type { Pause } from '../model'
import type { LanguageName } from '../recall'
import { loadLanguage } from '../recall/languages'
import { RecallError } from '../recall/recall-error'
import type { HoldName } from '../tabs/channel'
import { recallCreator } from './create-recall'
import type { IndexGroups } from './index-groups'
import type { KeptIndex } from './kept-index'
import { type Answers, type CarriedError, type Passage, portVersion, type ToWorker } from './messages'
import { carryOut } from './operations'
import { OwnIndex } from './own-index'
import type { IndexPort } from './port'

export interface ServeOptions {
  readonly pause: Pause
  readonly yieldToLoop: () => Promise<void>
  /** of all that speak to this thread */
  readonly groups: IndexGroups
  /** where memories may end without a word */
  readonly holdName?: HoldName | undefined
  /** a name that this thread holds as long as it is there */
  readonly held?: Promise<string> | undefined
}

/** Keeps an index for whoever speaks through a port, in the thread it is called in. */
export function serveIndex(port: IndexPort, options: ServeOptions): void {
  const { groups, pause, holdName, held } = options
  const early: ToWorker[] = []
  let served: ServedIndex | undefined
  let isOver = false
  let forget = () => {}
  port.listen(given => {
    const message = given as ToWorker
    if (isOver) return
    if (message.type === 'close') return end()
    if (message.type === 'present') return watch(message.name)
    if (served) return served.take(message)
    if (message.type !== 'open') return void early.push(message)
    if (message.version !== portVersion) return unfit(`speaks version ${portVersion}, the memory ${message.version}`)
    const { language, shared, ...setup } = message.setup
    loadLanguage(language as LanguageName).then(
      loaded => {
        if (isOver) return
        const index =
          shared === undefined
            ? new OwnIndex(
                recallCreator(setup, loaded, id => served?.meant.add(id)),
                pause,
              )
            : groups.join(
                JSON.stringify([shared, language, setup.weights, [...setup.kinds]]),
                recallCreator(setup, loaded),
              )
        served = new ServedIndex(port, options, index)
        for (const each of early.splice(0)) served.take(each)
      },
      error => unfit(`cannot be opened: ${error?.message ?? error}`),
    )
    void held?.then(name => isOver || port.post({ type: 'present', name }))
  }, ignored)

  function unfit(why: string): void {
    port.post({ type: 'unfit', message: `the index worker ${why}` })
    end()
  }

  /** A memory that ends without a word leaves nothing here. */
  function watch(theirs: string): void {
    forget = holdName?.(theirs, { onHeld: end }) ?? forget
  }

  function end(): void {
    if (isOver) return
    isOver = true
    forget()
    served?.index.leave()
    port.close()
  }
}

/** The platform ends a worker whose memory is gone. */
function ignored(): void {}

class ServedIndex {
  /** Records whose passage changed with the message at hand. */
  readonly meant = new Set<string>()
  readonly index: KeptIndex
  readonly #port: IndexPort
  readonly #options: ServeOptions
  readonly #cancelled = new Set<number>()
  readonly #searching = new Set<number>()
  /** Of the passage of each record, never used again. */
  readonly #versions = new Map<string, number>()
  #version = 0

  constructor(port: IndexPort, options: ServeOptions, index: KeptIndex) {
    this.#port = port
    this.#options = options
    this.index = index
  }

  take(message: ToWorker): void {
    const { index } = this
    if (message.type === 'change') {
      carryOut(message.operations, {
        put: record => index.put(record),
        remove: id => index.remove(id),
        saidAgain: (id, at) => index.saidAgain(id, at),
        setVector: (id, version, vector) => {
          if (this.#versions.get(id) === version) index.setVector(id, vector)
        },
      })
      this.#tellPassages()
      this.#port.post({ type: 'done' })
    } else if (message.type === 'cancel') {
      if (this.#searching.has(message.id)) this.#cancelled.add(message.id)
    } else if ('id' in message) void this.#answer(message)
  }

  async #answer(message: Extract<ToWorker, { id: number }>): Promise<void> {
    const { id } = message
    try {
      const answer = await this.#carryOut(message)
      this.#tellPassages()
      if (this.#cancelled.delete(id)) return
      this.#port.post({ type: 'answer', id, answer }, answer instanceof Uint8Array ? [answer.buffer] : [])
    } catch (error) {
      this.#port.post({ type: 'failed', id, error: carried(error) })
    }
  }

  async #carryOut(message: Extract<ToWorker, { id: number }>): Promise<Answers[keyof Answers]> {
    const { index } = this
    if (message.type === 'restore') return index.restore(message.space, message.bytes)
    if (message.type === 'save') return index.save(message.space, message.beside)
    if (message.type === 'search') return this.#search(message)
    index.settled()
    return undefined
  }

  async #search({ id, query, near }: Extract<ToWorker, { type: 'search' }>): Promise<Answers['search'] | undefined> {
    this.#searching.add(id)
    // What was called off meanwhile is heard first: who types asks again with every letter.
    await this.#options.yieldToLoop()
    this.#searching.delete(id)
    return this.#cancelled.has(id) ? undefined : this.index.search(query, near)
  }

  #tellPassages(): void {
    if (this.meant.size === 0) return
    const passages = Array.from(this.meant, (id): Passage => {
      const passage = this.index.passageOf(id)
      const version = ++this.#version
      if (passage === undefined) this.#versions.delete(id)
      else this.#versions.set(id, version)
      return { id, passage, version }
    })
    this.meant.clear()
    this.#port.post({ type: 'passages', passages })
  }
}

function carried(error: unknown): CarriedError {
  const { message } = error as Error
  return error instanceof RecallError
    ? { message, refusal: { code: error.code, hint: error.hint } }
    : { message: message ?? String(error) }
}
