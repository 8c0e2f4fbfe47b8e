import { onAbort } from '../on-abort'
import type { Indexed, SearchQuery, WordTable } from '../recall'
import { foldWord } from '../recall/fold-word'
import { freezeIndexed } from '../recall/indexed'
import { RecallError } from '../recall/recall-error'
import { wordsOf } from '../recall/words'
import type { Timers } from '../sync'
import type { HoldName } from '../tabs/channel'
import { IndexLost } from './index-lost'
import {
  type Answers,
  type CarriedError,
  type FromWorker,
  type IndexSetup,
  type NearWords,
  portVersion,
  type ToWorker,
} from './messages'
import { Operations } from './operations'
import type { IndexPort } from './port'
import type { SearchIndex } from './search-index'

export interface RemoteOptions {
  readonly port: IndexPort
  readonly setup: IndexSetup
  readonly wordTable: WordTable | undefined
  readonly timers: Timers
  /** Where either side may end without a word: each holds a name as long as it is there. */
  readonly presence?: { readonly holdName: HoldName; readonly name: string } | undefined
  /** What a record means has changed, or it was removed. */
  readonly onPassage: (id: string) => void
  /** The worker is gone, with all it held; told before those who wait for it. */
  readonly onLost: (error: unknown) => void
}

type Request<Type extends keyof Answers> = Omit<Extract<ToWorker, { type: Type }>, 'id'>

/** Changes in one message. */
const mostChanges = 512
/** Messages of changes that may be under way: some 100 ms of the worker's time. */
const mostUnderWay = 8
/** A worker that says nothing for so long while somebody waits is taken for gone, ms: a shared one tells nobody that it ended. */
const patienceMs = 30_000
/** One that says at once that it is there is waited for less, ms: its file may have to be fetched. */
const startMs = 10_000
/** A page that stood still hears what was said meanwhile before it judges, ms. */
const hearingMs = 1_000
/** The platform may still take a shared worker that has just ended for one that is there, ms. */
const goneMs = 300

/** An index in a worker, behind a port. */
export class RemoteIndex implements SearchIndex {
  readonly #options: RemoteOptions
  readonly #operations = new Operations()
  readonly #waiting = new Map<number, { resolve(answer: never): void; reject(error: unknown): void }>()
  readonly #passages = new Map<string, { readonly passage: string; readonly version: number }>()
  #isFlushing = false
  #ids = 0
  #underWay = 0
  #relieved: (() => void)[] = []
  #lost: IndexLost | undefined
  #watch: unknown
  #hasSpoken = false
  /** It says at once that it is there, and has not yet. */
  #isStarting: boolean
  #letGo: (() => void)[] = []

  constructor(options: RemoteOptions) {
    this.#options = options
    options.port.listen(
      message => this.#heard(message as FromWorker),
      error => this.#lose(error),
    )
    options.port.hold?.(false)
    this.#post({ type: 'open', version: portVersion, setup: options.setup })
    const { presence } = options
    this.#isStarting = presence !== undefined
    this.#stay()
    if (presence) this.#hold(presence.name, () => this.#post({ type: 'present', name: presence.name }))
  }

  put(record: Indexed): void {
    // Checked here, where who put it learns of it.
    this.#operations.put(freezeIndexed(record))
    this.#changed()
  }

  remove(id: string): void {
    this.#passages.delete(id)
    this.#operations.remove(id)
    this.#changed()
  }

  saidAgain(id: string, at: number): void {
    this.#operations.saidAgain(id, at)
    this.#changed()
  }

  search(query: SearchQuery, signal?: AbortSignal): Promise<Answers['search']> {
    return this.#ask<'search'>({ type: 'search', query, near: this.#nearTo(query) }, { signal })
  }

  passageOf(id: string): string | undefined {
    return this.#passages.get(id)?.passage
  }

  setVector(id: string, vector: ArrayLike<number>): void {
    const known = this.#passages.get(id)
    if (known === undefined) return
    this.#operations.setVector(id, known.version, vector)
    this.#changed()
  }

  /** The records whose passages are known: those that may be given a vector. */
  passages(): Iterable<string> {
    return this.#passages.keys()
  }

  restore(space: string, bytes: Uint8Array<ArrayBuffer>): Promise<Answers['restore']> {
    return this.#ask<'restore'>({ type: 'restore', space, bytes }, { transfer: [bytes.buffer] })
  }

  save(...[space, beside]: Parameters<SearchIndex['save']>): Promise<Answers['save']> {
    return this.#ask<'save'>({ type: 'save', space, beside })
  }

  settled(): Promise<undefined> {
    return this.#ask<'settle'>({ type: 'settle' })
  }

  pressure(): Promise<void> | undefined {
    if (this.#underWay < mostUnderWay || this.#lost) return undefined
    return new Promise(resolve => {
      this.#relieved.push(resolve)
      this.#stay()
    })
  }

  close(): void {
    if (this.#lost) return
    this.#post({ type: 'close' })
    this.#end(new IndexLost('the memory was closed'))
  }

  #changed(): void {
    if (this.#operations.count >= mostChanges) this.#flush()
    if (this.#isFlushing) return
    this.#isFlushing = true
    queueMicrotask(() => {
      this.#isFlushing = false
      this.#flush()
    })
  }

  #flush(): void {
    if (this.#operations.count === 0) return
    const operations = this.#operations.take()
    this.#underWay++
    this.#post({ type: 'change', operations })
  }

  #ask<Type extends keyof Answers>(
    request: Request<Type>,
    { signal, transfer }: { signal?: AbortSignal | undefined; transfer?: ArrayBuffer[] } = {},
  ): Promise<Answers[Type]> {
    if (signal?.aborted) return Promise.reject(signal.reason)
    if (this.#lost) return Promise.reject(this.#lost)
    this.#flush()
    const id = ++this.#ids
    return new Promise<Answers[Type]>((resolve, reject) => {
      const abort = () => {
        this.#post({ type: 'cancel', id })
        this.#answered(id)
        reject(signal!.reason)
      }
      const stop = signal && onAbort(signal, abort)
      const settle = (how: () => void) => {
        stop?.()
        how()
      }
      this.#waiting.set(id, {
        resolve: answer => settle(() => resolve(answer)),
        reject: error => settle(() => reject(error)),
      })
      this.#stay()
      try {
        this.#options.port.post({ ...request, id }, transfer)
      } catch (error) {
        // What cannot be cloned.
        this.#answered(id)?.reject(error)
      }
    })
  }

  #answered(id: number) {
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    this.#stay()
    return waiting
  }

  /** While somebody waits the process stays, and the worker is watched. */
  #stay(): void {
    const isAwaited = this.#waiting.size > 0 || this.#relieved.length > 0 || this.#isStarting
    if (isAwaited === (this.#watch !== undefined)) return
    this.#options.port.hold?.(isAwaited)
    if (isAwaited) this.#keepWatch()
    else {
      this.#options.timers.clear(this.#watch)
      this.#watch = undefined
    }
  }

  #keepWatch(): void {
    const { timers } = this.#options
    const ms = this.#isStarting ? startMs : patienceMs
    const isSilent = () => {
      if (!this.#hasSpoken) return true
      this.#keepWatch()
      return false
    }
    this.#hasSpoken = false
    this.#watch = timers.set(ms, () => {
      if (!isSilent()) return
      this.#watch = timers.set(hearingMs, () => {
        if (isSilent()) this.#lose(new Error(`the index worker said nothing for ${ms / 1000} s`))
      })
    })
  }

  #heard(message: FromWorker): void {
    // A port that was closed may still bring what was on its way.
    if (this.#lost) return
    this.#hasSpoken = true
    if (this.#isStarting) {
      this.#isStarting = false
      this.#stay()
    }
    if (message.type === 'answer') this.#answered(message.id)?.resolve(message.answer as never)
    else if (message.type === 'failed') this.#answered(message.id)?.reject(toError(message.error))
    else if (message.type === 'passages') this.#takePassages(message.passages)
    else if (message.type === 'present')
      this.#hold(message.name, () =>
        this.#options.timers.set(goneMs, () => this.#lose(new Error('the index worker ended'))),
      )
    else if (message.type === 'unfit') this.#lose(new Error(message.message))
    else if (message.type === 'done') {
      this.#underWay--
      if (this.#underWay <= mostUnderWay / 2) this.#relieve()
    }
  }

  #hold(name: string, onHeld: () => void): void {
    const letGo = this.#options.presence?.holdName(name, { onHeld })
    if (letGo) this.#letGo.push(letGo)
  }

  #takePassages(passages: Extract<FromWorker, { type: 'passages' }>['passages']): void {
    for (const { id, passage, version } of passages) {
      if (passage === undefined) this.#passages.delete(id)
      else this.#passages.set(id, { passage, version })
      this.#options.onPassage(id)
    }
  }

  #relieve(): void {
    for (const resolve of this.#relieved.splice(0)) resolve()
    this.#stay()
  }

  #nearTo({ text, prefix }: SearchQuery): NearWords | undefined {
    const { wordTable } = this.#options
    if (wordTable === undefined || prefix) return undefined
    return new Map(wordsOf(text).map(word => [foldWord(word), wordTable.neighboursOf(foldWord(word))]))
  }

  #post(message: ToWorker): void {
    if (!this.#lost) this.#options.port.post(message)
  }

  #lose(error: unknown): void {
    if (this.#lost) return
    this.#end(new IndexLost('the index worker is gone', { cause: error }), error)
  }

  #end(lost: IndexLost, error?: unknown): void {
    this.#lost = lost
    for (const letGo of this.#letGo) letGo()
    this.#isStarting = false
    this.#options.port.close()
    this.#passages.clear()
    if (error !== undefined) this.#options.onLost(error)
    this.#relieve()
    for (const id of [...this.#waiting.keys()]) this.#answered(id)?.reject(lost)
  }
}

function toError({ message, refusal }: CarriedError): Error {
  return refusal ? new RecallError(refusal.code, message, { hint: refusal.hint }) : new Error(message)
}
