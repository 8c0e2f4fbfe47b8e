import fc from 'fast-check'
import * as Y from 'yjs'
import { unionRanges } from '../ranges'
import type { DeleteSet } from './delete-set'

/** One thing that one of the writers does; numbers are taken modulo what there is. */
export interface Step {
  readonly writer: number
  readonly kind: (typeof kinds)[number]
  readonly at: number
  readonly count: number
  /** whether another writer hears of it at once */
  readonly told: boolean
}

const kinds = [
  'push',
  'insert',
  'remove',
  'set',
  'unset',
  'type',
  'erase',
  'format',
  'nest-map',
  'nest-text',
  'write-nested',
  'drop-nested',
  'embed',
] as const

export interface History {
  readonly writers: number
  readonly gc: boolean
  readonly steps: readonly Step[]
}

export const histories: fc.Arbitrary<History> = fc.record({
  writers: fc.integer({ min: 1, max: 4 }),
  gc: fc.boolean(),
  steps: fc.array(
    fc.record({
      writer: fc.nat(3),
      kind: fc.constantFrom(...kinds),
      at: fc.nat(1000),
      count: fc.integer({ min: 1, max: 12 }),
      told: fc.boolean(),
    }),
    { minLength: 1, maxLength: 80, size: 'max' },
  ),
})

const letters = ['a', 'é', '漢', '😀', '👩‍🚀', 'z']

/** Plays a history: every writer's document, and the updates in an order in which they can be applied. */
export function play({ writers, gc, steps }: History): { docs: Y.Doc[]; log: Uint8Array[] } {
  const log: Uint8Array[] = []
  const docs = Array.from({ length: writers }, (_, index) => {
    const doc = new Y.Doc({ gc, guid: `writer ${index}` })
    doc.clientID = 1000 * (index + 1) + (index % 2) * 2 ** 40
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'told') log.push(update)
    })
    return doc
  })
  for (const step of steps) {
    const doc = docs[step.writer % docs.length]!
    doc.transact(() => act(doc, step))
    if (step.told) tell(doc, docs[step.at % docs.length]!)
  }
  return { docs, log }
}

function tell(from: Y.Doc, to: Y.Doc): void {
  if (from !== to) Y.applyUpdate(to, Y.encodeStateAsUpdate(from, Y.encodeStateVector(to)), 'told')
}

interface Scene {
  readonly array: Y.Array<unknown>
  readonly map: Y.Map<unknown>
  readonly text: Y.Text
  readonly at: number
  readonly count: number
  readonly values: unknown[]
  readonly written: string
}

function act(doc: Y.Doc, { kind, at, count }: Step): void {
  const values = Array.from({ length: count }, (_, index) => (index % 3 ? `value ${at} ${index}` : { at, index }))
  const written = values.map((_, index) => letters[(at + index) % letters.length]).join('')
  const roots = { array: doc.getArray<unknown>('array'), map: doc.getMap<unknown>('map'), text: doc.getText('text') }
  actions[kind]({ ...roots, at, count, values, written })
}

const actions: Record<Step['kind'], (scene: Scene) => void> = {
  push: ({ array, values }) => array.push(values),
  insert: ({ array, at, values }) => array.insert(at % (array.length + 1), values),
  remove: ({ array, at, count }) => remove(array, at, count),
  set: ({ map, at }) => map.set(`key ${at % 3}`, at),
  unset: ({ map, at }) => map.delete(`key ${at % 3}`),
  type: ({ text, at, written }) => text.insert(boundary(text, at), written),
  erase({ text, at, count }) {
    const from = boundary(text, at)
    text.delete(from, boundary(text, Math.min(from + count, text.length), from) - from)
  },
  format({ text, at, count }) {
    const from = boundary(text, at)
    text.format(from, boundary(text, Math.min(from + count, text.length), from) - from, { bold: at % 2 === 0 })
  },
  'nest-map': ({ map, at }) => map.set(`nested ${at % 2}`, new Y.Map([['born', at]])),
  'nest-text': ({ array, at, written }) => array.insert(at % (array.length + 1), [new Y.Text(written)]),
  'write-nested'({ map, at, values }) {
    const nested = map.get(`nested ${at % 2}`) ?? map.get(`nested ${(at + 1) % 2}`)
    if (nested instanceof Y.Map) nested.set(`inner ${at % 7}`, values)
  },
  'drop-nested': ({ map, at }) => map.delete(`nested ${at % 2}`),
  embed: ({ array, at, count }) => array.push([new Uint8Array(count).fill(at)]),
}

function remove(array: Y.Array<unknown>, at: number, count: number): void {
  if (array.length === 0) return
  const from = at % array.length
  array.delete(from, Math.min(count, array.length - from))
}

// An editor never puts its cursor inside a surrogate pair.
function boundary(text: Y.Text, at: number, least = 0): number {
  const content = text.toString()
  const index = Math.max(least, Math.min(at % (text.length + 1), content.length))
  return /[\udc00-\udfff]/.test(content[index] ?? '') ? index - 1 : index
}

/** Everything by which two documents can differ, for `toEqual`. */
export function stateOf(doc: Y.Doc): unknown {
  return {
    array: doc.getArray('array').toJSON(),
    map: doc.getMap('map').toJSON(),
    text: doc.getText('text').toDelta(),
    vector: Y.decodeStateVector(Y.encodeStateVector(doc)),
    deletes: deletesOf(doc),
    pending: doc.store.pendingStructs ?? doc.store.pendingDs,
  }
}

/** What is deleted in a document, garbage-collected or not. */
export function deletesOf(doc: Y.Doc): DeleteSet {
  const { clients } = Y.createDeleteSetFromStructStore(doc.store)
  return new Map(
    [...clients].map(([client, ranges]) => [client, unionRanges(ranges.map(({ clock, len }) => [clock, clock + len]))]),
  )
}

/** A new document to which updates are applied one by one; tells after which one something was pending. */
export function docOf(updates: readonly Uint8Array[], gc: boolean): { doc: Y.Doc; pendingAfter: number[] } {
  const doc = new Y.Doc({ gc, guid: 'reader' })
  doc.clientID = 7
  const pendingAfter: number[] = []
  updates.forEach((update, index) => {
    Y.applyUpdate(doc, update)
    if (doc.store.pendingStructs || doc.store.pendingDs) pendingAfter.push(index)
  })
  return { doc, pendingAfter }
}
