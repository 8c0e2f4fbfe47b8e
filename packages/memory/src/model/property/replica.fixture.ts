import * as Y from 'yjs'
import { entriesIn } from '../entries-in'
import type { Entry } from '../entry'
import { EntryIndex } from '../entry-index'
import { headsOf } from '../heads.fixture'
import { dotsOf } from './oracle.fixture'
import type { Random } from './random.fixture'

/** Origin of everything that comes from elsewhere. */
const remote = 'remote'
export const keys = ['f/a', 'f/b', 'f/__proto__']

/** One writer's document with its index, and a mirror of it kept only by the changes that the index reports. */
export class Replica {
  doc: Y.Doc
  client: number
  readonly index: EntryIndex
  readonly mirror = new Map<string, string>()
  /** updates made here, as they were made */
  readonly out: Uint8Array[] = []

  constructor(random: Random, from?: Uint8Array) {
    this.doc = loaded(random, from)
    this.client = random.clientId()
    this.index = new EntryIndex(this.doc)
    for (const key of keys) this.#look(key)
    this.index.onChange(change => {
      for (const key of change.keys) this.#look(key)
    })
  }

  receive(update: Uint8Array): void {
    Y.applyUpdate(this.doc, update, remote)
  }

  state(): Uint8Array {
    return Y.encodeStateAsUpdate(this.doc)
  }

  /** Puts a document that holds the same, or nearly so, in place of this one. */
  replace(doc: Y.Doc): void {
    this.doc = doc
    this.index.attach(doc)
  }

  /** The index against a plain reading of the document: same entries and heads, and every difference was reported. */
  check(): void {
    const entries = entriesOf(this.doc)
    if (this.index.size !== entries.length) throw new Error(`size ${this.index.size}, not ${entries.length}`)
    for (const key of keys) {
      const own = entries.filter(entry => entry.key === key)
      const heads = dotsOf(headsOf(own))
      const found = dotsOf(this.index.headsOf(key))
      if (found !== heads) throw new Error(`index gives heads ${found} of ${key}, the document ${heads}`)
      if (this.mirror.get(key) !== pictureOf(own)) throw new Error(`a change of ${key} was not reported`)
    }
  }

  #look(key: string): void {
    this.mirror.set(key, pictureOf(this.index.entriesOf(key)))
  }
}

/** A fresh document that holds this. */
export function loaded(random: Random, from?: Uint8Array): Y.Doc {
  const doc = new Y.Doc({ guid: 'space', gc: random.chance(0.8) })
  if (from !== undefined) Y.applyUpdate(doc, from, remote)
  return doc
}

/** The entries of a document, read plainly. */
function entriesOf(doc: Y.Doc): Entry[] {
  return entriesIn([...doc.store.clients.values()].flat())
}

function pictureOf(entries: readonly Entry[]): string {
  return entries
    .map(({ dot, parents, payload }) => JSON.stringify([dot, parents, payload]))
    .sort()
    .join()
}
