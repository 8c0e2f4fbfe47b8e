import { defaultLimits } from '@commonplace/protocol'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { admit, type Writer } from './admit'
import { foldFacts } from './fold-facts.fixture'
import { item, rawUpdate } from './raw-update.fixture'
import { noFacts, type RoomFacts } from './room-facts'

const [own, alsoOwn, foreign] = [7, 8, 9]
const isOwn = (client: number): boolean => client === own || client === alsoOwn
const writer: Writer = { mayWrite: isOwn, mayDelete: isOwn, entriesOnly: false }

/** A room in which somebody else has written three values. */
function room(): RoomFacts {
  const facts = noFacts()
  foldFacts(facts, { next: new Map([[foreign, 3]]), deletes: new Map() })
  return facts
}

const one = (...structs: (Y.Item | Y.GC)[]): Uint8Array =>
  rawUpdate([{ client: structs[0]!.id.client, clock: structs[0]!.id.clock, structs }])
const gc = (client: number, clock: number, length: number) => new Y.GC(Y.createID(client, clock), length)

describe('hostile updates, made by hand because chance does not find them', () => {
  const refused: [title: string, code: string, update: Uint8Array][] = [
    [
      'GD1 two blocks of one client, of which Yjs keeps the last',
      'invalid',
      rawUpdate([
        { client: own, clock: 0, structs: [item(own, 0)] },
        { client: own, clock: 1, structs: [item(own, 1, { origin: [own, 0] })] },
      ]),
    ],
    ['GD1 a struct of length 0', 'invalid', one(gc(own, 0, 0))],
    ['GD1 a clock beyond 2^53', 'invalid', rawUpdate([{ client: own, clock: 2 ** 53 - 1, structs: [item(own, 0)] }])],
    ['GD1 a byte after the end', 'invalid', Uint8Array.of(...one(item(own, 0)), 0)],
    ['GD1 V2 bytes, which Yjs reads as an empty V1 update', 'invalid', Y.convertUpdateFormatV1ToV2(one(item(own, 0)))],
    ['GD2 garbage of 2^50 clocks in a dozen bytes', 'too-large', one(gc(own, 0, 2 ** 50))],
    ['GD5 a struct under an id of somebody else', 'forbidden', one(item(foreign, 3, { origin: [foreign, 2] }))],
    ['GD5 a struct under an id nobody holds', 'forbidden', one(item(55, 0))],
    ['GD7 an origin in its own future', 'causal-gap', one(item(own, 0, { origin: [own, 5] }))],
    ['GD7 an origin that is the struct itself', 'causal-gap', one(item(own, 0, { origin: [own, 0] }))],
    [
      'GD7 two structs that wait for each other, and would for ever',
      'causal-gap',
      rawUpdate([
        { client: alsoOwn, clock: 0, structs: [item(alsoOwn, 0, { origin: [own, 0] })] },
        { client: own, clock: 0, structs: [item(own, 0, { origin: [alsoOwn, 0] })] },
      ]),
    ],
    ['GD7 a parent that was never received', 'causal-gap', one(item(own, 0, { parent: [foreign, 4] }))],
    ['GD7 a right origin that was never received', 'causal-gap', one(item(own, 0, { rightOrigin: [foreign, 4] }))],
    ['GD7 a clock that leaves a hole', 'causal-gap', one(item(own, 4))],
    ['GD8 a delete beyond the vector', 'causal-gap', rawUpdate([], [[foreign, 2, 5]])],
    ['GD10 a delete of what somebody else wrote', 'forbidden', rawUpdate([], [[foreign, 1, 1]])],
  ]
  test.each(refused)('%s', (_title, code, update) => {
    const admission = admit(room(), update, writer, defaultLimits)
    expect(admission.drops[0]?.code).toBe(code)
    expect(admission.take).toBeNull()
  })

  test.each(refused)('%s, where entries are read as they lie too', (_title, _code, update) => {
    const { take, drops } = admit(room(), update, { ...writer, entriesOnly: true }, defaultLimits)
    expect(take).toBeNull()
    expect(drops.length).toBeGreaterThan(0)
  })

  test('GD3 GD4 other content for a clock the room knows is cut, so that a peer that is behind never sees it', () => {
    const update = rawUpdate([
      { client: foreign, clock: 1, structs: [item(foreign, 1, { origin: [foreign, 0] })] },
      { client: own, clock: 0, structs: [item(own, 0)] },
    ])
    const { take, drops } = admit(room(), update, writer, defaultLimits)
    expect(drops).toEqual([])
    const behind = new Y.Doc()
    Y.applyUpdate(behind, take!)
    expect([...Y.decodeStateVector(Y.encodeStateVector(behind)).keys()]).toEqual([own])
  })

  test('GD12 an update of which nothing is left is a repeat, foreign deletes included', () => {
    const facts = room()
    foldFacts(facts, { next: new Map(), deletes: new Map([[foreign, [[0, 2]]]]) })
    const { take, drops } = admit(facts, rawUpdate([], [[foreign, 0, 2]]), writer, defaultLimits)
    expect({ take, drops }).toEqual({ take: null, drops: [] })
  })
})

describe('GD6 rooms of entries take entries only', () => {
  const entries: Writer = { ...writer, entriesOnly: true }
  const codes = (...structs: (Y.Item | Y.GC)[]) => admit(room(), one(...structs), entries).drops.map(({ code }) => code)
  const holding = (...values: unknown[]) => item(own, 0, { content: new Y.ContentAny(values) })

  test('an entry, one after it, and a hole are taken', () => {
    const hole = item(own, 2, { origin: [own, 1], content: new Y.ContentDeleted(3) })
    expect(codes(item(own, 0), item(own, 1, { origin: [own, 0] }), hole)).toEqual([])
    expect(codes(holding(['key', [own, 0, foreign, 2], 'payload']))).toEqual([])
  })

  const faulty: [title: string, struct: Y.Item | Y.GC][] = [
    ['garbage', gc(own, 0, 1)],
    ["somebody else's array", item(own, 0, { parent: 'w/9/0' })],
    ['another root', item(own, 0, { parent: 'notes' })],
    ['an array number out of range', item(own, 0, { parent: 'w/7/01' })],
    ['a nested parent', item(own, 0, { parent: [foreign, 0] })],
    ['a map key', item(own, 0, { key: 'k' })],
    ['an insertion before something', item(own, 0, { rightOrigin: [foreign, 0] })],
    ['a place behind what somebody else wrote', item(own, 0, { origin: [foreign, 0] })],
    ['a nested type', item(own, 0, { content: new Y.ContentType(new Y.Map()) })],
    ['text', item(own, 0, { content: new Y.ContentString('text') })],
    ['no array', holding('entry')],
    ['a fourth part', holding(['key', [], 'payload', 1])],
    ['an object', holding({ key: 'key' })],
    ['an empty key', holding(['', [], 'payload'])],
    ['a key that is a trap', holding(['__proto__', [], 'payload'])],
    ['a key that is too long', holding(['k'.repeat(1025), [], 'payload'])],
    ['half a parent', holding(['key', [own], 'payload'])],
    ['a parent below zero', holding(['key', [own, -1], 'payload'])],
    ['a payload that is no text', holding(['key', [], { __proto__: null }])],
  ]
  test.each(faulty)('%s is invalid', (_title, struct) => {
    expect(codes(struct)).toEqual(['invalid'])
  })
})
