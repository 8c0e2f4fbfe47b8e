import type { Pause } from '../model'
// Not by the model's index: the worker does without documents.
import { type Instant, toMs } from '../model/instant'
import { createRecall, type LanguageName, loadLanguage, type Recall } from '../recall'
import { RecallError } from '../recall/recall-error'
import { packIndex, unpackIndex } from '../recall/saved/part'
import { type Answers, type CarriedError, type NearWords, type Passage, portVersion, type ToWorker } from './messages'
import { carryOut } from './operations'
import type { IndexPort } from './port'

export interface ServeOptions {
  readonly pause: Pause
  readonly yieldToLoop: () => Promise<void>
}

/** Keeps one index for whoever speaks through a port, in the thread it is called in. */
export function serveIndex(port: IndexPort, options: ServeOptions): void {
  const early: ToWorker[] = []
  let served: ServedIndex | undefined
  port.listen(given => {
    const message = given as ToWorker
    if (message.type === 'close') return port.close()
    if (served) return served.take(message)
    if (message.type !== 'open') return void early.push(message)
    if (message.version !== portVersion) return unfit(`speaks version ${portVersion}, the memory ${message.version}`)
    const { language, ...setup } = message.setup
    loadLanguage(language as LanguageName).then(
      language => {
        served = new ServedIndex(port, options, { ...setup, language })
        for (const each of early.splice(0)) served.take(each)
      },
      error => unfit(`cannot be opened: ${error?.message ?? error}`),
    )
  }, ignored)

  function unfit(why: string): void {
    port.post({ type: 'unfit', message: `the index worker ${why}` })
    port.close()
  }
}

/** The platform ends a worker whose memory is gone. */
function ignored(): void {}

type Setup = NonNullable<Parameters<typeof createRecall>[0]>

class ServedIndex {
  readonly #port: IndexPort
  readonly #options: ServeOptions
  readonly #recall: Recall
  readonly #said = new Map<string, number>()
  readonly #cancelled = new Set<number>()
  readonly #searching = new Set<number>()
  /** Records whose passage changed with the message at hand. */
  readonly #meant = new Set<string>()
  /** Of the passage of each record, never used again. */
  readonly #versions = new Map<string, number>()
  #version = 0
  #near: NearWords | undefined

  constructor(port: IndexPort, options: ServeOptions, setup: Setup) {
    this.#port = port
    this.#options = options
    this.#recall = createRecall({
      ...setup,
      toMs: instant => toMs(instant as Instant),
      saidAgain: id => this.#said.get(id),
      onPassage: id => this.#meant.add(id),
      // The memory has the table, and sends what it says of the words of a question.
      wordTable: { id: 'sent', neighboursOf: word => this.#near?.get(word) ?? [] },
    })
  }

  take(message: ToWorker): void {
    if (message.type === 'change') {
      carryOut(message.operations, {
        put: record => this.#recall.put(record),
        remove: id => void this.#recall.remove(id),
        saidAgain: (id, at) => void this.#said.set(id, at),
        setVector: (id, version, vector) => {
          if (this.#versions.get(id) === version) this.#recall.setVector(id, vector)
        },
      })
      this.#tellPassages()
      this.#port.post({ type: 'done' })
    } else if (message.type === 'cancel') {
      if (this.#searching.has(message.id)) this.#cancelled.add(message.id)
    } else if (message.type !== 'open' && message.type !== 'close') void this.#answer(message)
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
    const { pause, yieldToLoop } = this.#options
    if (message.type === 'restore') return unpackIndex(this.#recall, message.space, message.bytes, pause)
    if (message.type === 'save') return packIndex(this.#recall, message.space, message.beside, pause)
    if (message.type !== 'search') return undefined
    this.#searching.add(message.id)
    // What was called off meanwhile is heard first: who types asks again with every letter.
    await yieldToLoop()
    this.#searching.delete(message.id)
    if (this.#cancelled.has(message.id)) return undefined
    this.#near = message.near
    return this.#recall.search(message.query)
  }

  #tellPassages(): void {
    if (this.#meant.size === 0) return
    const passages = Array.from(this.#meant, (id): Passage => {
      const passage = this.#recall.passageOf(id)
      const version = ++this.#version
      if (passage === undefined) this.#versions.delete(id)
      else this.#versions.set(id, version)
      return { id, passage, version }
    })
    this.#meant.clear()
    this.#port.post({ type: 'passages', passages })
  }
}

function carried(error: unknown): CarriedError {
  const { message } = error as Error
  return error instanceof RecallError
    ? { message, refusal: { code: error.code, hint: error.hint } }
    : { message: message ?? String(error) }
}
