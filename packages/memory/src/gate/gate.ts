import { CommonplaceError } from '../errors'
import type { Identity } from '../identity'
import { inTurns, type Json, type Pause, parseDuration, type RecordBody } from '../model'
import { isInDefaultScope } from '../model/default-scope'
import { recordLimits } from '../model/record-limits'
import type { Projection } from '../reading/projection'
import type { MemoryRecord } from '../reading/record'
import { likeness, nearly, plainText, shinglesOf } from '../recall/likeness'
import { idToPlace, placeToId } from '../search-index/place-id'
import type { Space } from '../space/space'
import { addsNothing } from './adds-nothing'
import { type Allowance, spend } from './allowance'
import { type GateOptions, openGate, usualGate } from './gate-options'
import { Cleaner, screened } from './screen'
import { SketchIndex } from './sketch-index'

/** What the space of a text has of it already. */
export interface Compared {
  /** The record that says all of it. */
  readonly duplicate?: MemoryRecord
  /** Ids of records that say nearly the same, most alike first. */
  readonly similarTo: readonly string[]
}

export interface GateParts {
  readonly identity: Identity
  readonly now: () => number
  readonly projection: Pick<Projection, 'kept' | 'recordAt' | 'unread' | 'whole'>
  readonly pause: Pause
}

/** The first write of a session waits until so many texts are indexed. */
const waitedFor = 10_000
/** So many are named. */
const mostNamed = 3

/**
 * What a memory lets itself write. Its index of texts is built at the first write, so that who only reads pays nothing, and
 * kept up since.
 */
export class Gate {
  readonly options: GateOptions
  readonly #identity: Identity
  readonly #now: () => number
  readonly #projection: GateParts['projection']
  readonly #pause: Pause
  /** Those of each space apart: one that closes goes as a whole. */
  private sketches: Map<string, SketchIndex> | undefined
  #building: Promise<void> | undefined
  /** Settles when the older texts can be compared too, which no single write waits for. */
  rest: Promise<void> | undefined
  #allowance: Allowance | undefined

  constructor(options: GateOptions | false | undefined, parts: GateParts) {
    this.options = options === false ? openGate : { ...usualGate, ...options }
    this.#identity = parts.identity
    this.#now = parts.now
    this.#projection = parts.projection
    this.#pause = parts.pause
  }

  /** @throws CommonplaceError `secret`, `content-too-large` */
  screened(body: RecordBody): RecordBody {
    return screened(body, this.options)
  }

  /** What may be written of a value that is no record's: as it is, or without its secrets. @throws CommonplaceError `secret` */
  cleaned<T extends Json>(field: string, value: T): T {
    return this.#cleaner().json(field, value)
  }

  /** A text that is written as it is or not at all. @throws CommonplaceError `secret` */
  whole(field: string, text: string): string {
    return this.#cleaner().whole(field, text)
  }

  #cleaner(): Cleaner {
    return new Cleaner(this.#identity.agent, this.options.secrets)
  }

  /** @throws CommonplaceError `rate-limited` */
  countOne(): void {
    const { rate } = this.options
    if (rate === undefined) return
    const now = this.#now()
    const { next, waitMs } = spend(this.#allowance ?? { left: rate.writes, at: now }, {
      size: rate.writes,
      perMs: parseDuration(rate.per),
      now,
    })
    this.#allowance = next
    if (waitMs === 0) return
    throw new CommonplaceError(
      'rate-limited',
      `agent "${this.#identity.agent}" wrote ${rate.writes} records in ${rate.per}`,
      {
        hint: `its gate takes the next in ${waitMs} ms; look for a loop`,
      },
    )
  }

  /** Resolves when texts can be compared: nothing to wait for but at the first write. */
  ready(): Promise<void> | undefined {
    const { duplicates, nearDuplicates } = this.options
    if (duplicates === 'keep' && nearDuplicates === 'keep') return undefined
    this.#building ??= this.#build()
    return this.#building
  }

  /** A record that readers see changed, or came, or went. */
  refreshed(place: string, record: MemoryRecord | undefined): void {
    const { space } = idToPlace(place)
    const sketches = this.sketches?.get(space)
    if (!record || !isCompared(record)) sketches?.remove(place)
    else if (sketches) sketches.put(place, record.content)
    else if (this.sketches) {
      const first = new SketchIndex()
      first.put(place, record.content)
      this.sketches.set(space, first)
    }
  }

  /** A space is no longer open. */
  closed(space: Space): void {
    this.sketches?.delete(space.name)
  }

  /**
   * What a space has of a text.
   *
   * @param options.recalled the version that the text repeats, where it was handed out
   * @param options.asksExpiry whether its writer said when it expires
   */
  compare(
    space: Space,
    body: RecordBody,
    { recalled, asksExpiry = false }: { readonly recalled?: string; readonly asksExpiry?: boolean } = {},
  ): Compared {
    const { duplicates, nearDuplicates } = this.options
    const sketches = this.sketches?.get(space.name)
    const { content } = body
    if (sketches === undefined || typeof content !== 'string' || content.length > recordLimits.contentBytes)
      return { similarTo: [] }
    const text = plainText(content)
    const isOwn = (record: MemoryRecord) =>
      record.version === recalled ||
      (record.author.agent === this.#identity.agent && record.author.user === this.#identity.user)
    const present = (place: string) => {
      const record = this.#projection.recordAt(place)
      return record && isCompared(record) ? [record] : []
    }
    if (duplicates !== 'keep') {
      const says = (record: MemoryRecord) =>
        isOwn(record) && plainText(record.content) === text && addsNothing(body, record, asksExpiry)
      const duplicate = sketches.same(text).flatMap(present).find(says)
      if (duplicate) return { duplicate, similarTo: [] }
    }
    if (nearDuplicates === 'keep') return { similarTo: [] }
    const shingles = shinglesOf(text)
    const alike = sketches
      .near(shingles)
      .flatMap(present)
      // Who may be given the new record may be given the id of this one.
      .filter(record => record.kind === body.kind && isInDefaultScope(record.scope, body.scope))
      .map(({ id, content, gate }) => ({
        id,
        share: likeness(shingles, shinglesOf(content)),
        isCopy: gate?.similarTo !== undefined,
      }))
      .filter(({ share }) => share >= nearly)
      // What is no copy itself comes first: it is what the others are copies of.
      .sort((a, b) => Number(a.isCopy) - Number(b.isCopy) || b.share - a.share)
    return { similarTo: alike.slice(0, mostNamed).map(({ id }) => id) }
  }

  /** Latest first, and the first write waits for those only: copies are mostly of what is recent, and the rest follows. */
  async #build(): Promise<void> {
    this.sketches = new Map()
    // What is read in the background comes by `refreshed`.
    if (this.#projection.unread <= waitedFor) await this.#projection.whole()
    const places: string[] = []
    await inTurns(this.#projection.kept(), this.#pause, ([space, key]) => places.push(placeToId(space.name, key)))
    places.reverse()
    await this.#take(places.slice(0, waitedFor))
    this.rest = this.#take(places.slice(waitedFor))
  }

  async #take(places: readonly string[]): Promise<void> {
    for (const place of places) {
      try {
        // What was written while this paused is newer than the list.
        this.refreshed(place, this.#projection.recordAt(place))
      } catch {
        // A record that cannot be shown, because a conflict rule threw, is told of where it is read, and stops no write.
      }
      const turn = this.#pause()
      if (turn) await turn
    }
  }
}

/** Facts are told apart by their keys, and what is in quarantine is told to nobody. */
function isCompared(record: MemoryRecord): boolean {
  return record.key === undefined && !record.quarantined
}
