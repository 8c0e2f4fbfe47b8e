import fc from 'fast-check'
import * as prng from 'lib0/prng'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { defaultLimits } from '../limits'
import { type DecodedUpdate, decodeUpdate } from './decode-update'
import { docOf, histories, play, stateOf } from './documents.fixture'
import { encodeUpdate } from './encode-update'
import { noUpdate } from './no-update'
import { item, rawUpdate } from './raw-update.fixture'
import { UpdateError } from './update-error'

const whole = ({ blocks, deletes }: DecodedUpdate) =>
  encodeUpdate(
    [...blocks].map(([client, structs]) => ({ client, from: structs[0]!.id.clock, structs })),
    deletes,
  )

describe('decodeUpdate', () => {
  // Not the same bytes: Yjs sets a bit for map keys in structs that do not carry their key, and ignores it.
  test('what Yjs wrote is encoded in as many bytes again, and means the same', () => {
    fc.assert(
      fc.property(histories, history => {
        const { log } = play(history)
        const again = log.map(update => whole(decodeUpdate(update, defaultLimits)))
        expect(again.map(({ length }) => length)).toEqual(log.map(({ length }) => length))
        expect(stateOf(docOf(again, history.gc).doc)).toEqual(stateOf(docOf(log, history.gc).doc))
      }),
      { numRuns: 60 },
    )
  })

  const text = new Y.Item(Y.createID(7, 0), null, null, null, null, 't' as never, null, new Y.ContentString(''))
  test.each<[string, Uint8Array]>([
    [
      'two blocks of one client',
      rawUpdate([
        [7, 0, [item(7, 0, ['x'])]],
        [7, 1, [item(7, 1, ['y'], Y.createID(7, 0))]],
      ]),
    ],
    ['a trailing byte', Uint8Array.of(...rawUpdate([[7, 0, [item(7, 0, ['x'])]]]), 0)],
    ['V2 bytes', Y.convertUpdateFormatV1ToV2(rawUpdate([[7, 0, [item(7, 0, ['x'])]]]))],
    ['no bytes', new Uint8Array()],
    ['an empty garbage struct', rawUpdate([[7, 0, [new Y.GC(Y.createID(7, 0), 0)]]])],
    ['an empty gap', rawUpdate([[7, 0, [new Y.Skip(Y.createID(7, 0), 0)]]])],
    ['an item of no values', rawUpdate([[7, 0, [item(7, 0, [])]]])],
    ['an item of an empty string', rawUpdate([[7, 0, [text]]])],
    ['a struct that ends above 2^53 - 1', rawUpdate([[7, 2 ** 53 - 1, [item(7, 2 ** 53 - 1, ['x'])]]])],
    ['an empty delete', rawUpdate([], [[7, [[3, 0]]]])],
    ['a delete that ends above 2^53 - 1', rawUpdate([], [[7, [[2 ** 53 - 2, 3]]]])],
    ['a client id of 2^53, which lib0 reads', rawUpdate([[2 ** 53, 0, [item(2 ** 53, 0, ['x'])]]])],
    ['a delete of a client id of 2^53', rawUpdate([], [[2 ** 53, [[0, 1]]]])],
    ['a client id above 2^53 - 1', Uint8Array.of(1, 1, ...Array(8).fill(0xff), 0x1f, 0, 0, 1, 0)],
    [
      'a nesting deeper than the stack',
      Uint8Array.from([1, 1, 7, 0, 8, 1, 1, 97, 1, ...Array(200_000).fill([117, 1]).flat(), 126, 0]),
    ],
    ['garbage', new TextEncoder().encode('garbagedoc')],
  ])('GD1 refuses %s as invalid', (_, update) => {
    expect(() => decodeUpdate(update)).toThrow(expect.objectContaining({ name: 'UpdateError', code: 'invalid' }))
  })

  test('GD1 every beginning of an update is invalid', () => {
    const update = rawUpdate([[7, 0, [item(7, 0, ['x', { a: [1.5, null] }, new Uint8Array(3)])]]], [[7, [[0, 1]]]])
    expect(decodeUpdate(update).deletes).toEqual(new Map([[7, [[0, 1]]]]))
    for (let length = 0; length < update.length; length++)
      expect(() => decodeUpdate(update.subarray(0, length))).toThrow(UpdateError)
  })

  test.each<[string, Uint8Array, keyof typeof defaultLimits]>([
    ['bytes', rawUpdate([[7, 0, [item(7, 0, ['x'.repeat(300_000)])]]]), 'updateBytes'],
    ['structs', rawUpdate([[7, 0, Array.from({ length: 4097 }, (_, n) => new Y.GC(Y.createID(7, n), 1))]]), 'structs'],
    [
      'delete ranges',
      rawUpdate([], [[7, Array.from({ length: 4097 }, (_, n) => [n * 2, 1] as const)]]),
      'deleteRanges',
    ],
    ['clocks in one struct', rawUpdate([[7, 0, [new Y.GC(Y.createID(7, 0), 2 ** 50)]]]), 'clocks'],
  ])('GD2 refuses too many %s, naming the limit', (_, update, limit) => {
    const refusal = expect.objectContaining({ code: 'too-large', value: defaultLimits[limit] })
    expect(() => decodeUpdate(update, defaultLimits)).toThrow(refusal)
    expect(() => decodeUpdate(update)).not.toThrow()
  })

  test('GD2 a gap counts no clocks, however long', () => {
    const update = rawUpdate([[7, 0, [new Y.Skip(Y.createID(7, 0), 2 ** 50), item(7, 2 ** 50, ['x'])]]])
    expect(decodeUpdate(update, defaultLimits).blocks.get(7)).toHaveLength(2)
  })

  test('GD2 counts structs and deletes while it reads, not afterwards', () => {
    let asked = 0
    const counted = {
      ...defaultLimits,
      get structs() {
        asked++
        return defaultLimits.structs
      },
    }
    const update = rawUpdate([[7, 0, Array.from({ length: 50_000 }, (_, n) => new Y.GC(Y.createID(7, n), 1))]])
    expect(() => decodeUpdate(update, counted)).toThrow(UpdateError)
    expect(asked).toBeLessThan(4200)
  })

  test('delete ranges come sorted and merged, whatever their order', () => {
    const update = rawUpdate(
      [],
      [
        [
          7,
          [
            [5, 2],
            [0, 1],
            [6, 3],
            [1, 1],
          ],
        ],
        [7, [[20, 1]]],
      ],
    )
    expect(decodeUpdate(update).deletes).toEqual(
      new Map([
        [
          7,
          [
            [0, 2],
            [5, 9],
            [20, 21],
          ],
        ],
      ]),
    )
    expect(decodeUpdate(noUpdate)).toEqual({ blocks: new Map(), deletes: new Map() })
  })

  test('GD1 ten thousand broken updates throw UpdateError, or decode to what encodes and decodes alike', () => {
    const seed = 20_250_612
    const random = prng.create(seed)
    const logs = fc.sample(histories, { seed, numRuns: 40 }).flatMap(history => play(history).log)
    let taken = 0
    for (let run = 0; run < 10_000; run++) {
      const bytes = Uint8Array.from(logs[prng.int32(random, 0, logs.length - 1)]!)
      for (let flips = prng.int32(random, 1, 3); flips > 0; flips--) {
        const at = prng.int32(random, 0, bytes.length - 1)
        bytes[at] = prng.bool(random) ? bytes[at]! ^ (1 << prng.int32(random, 0, 7)) : prng.int32(random, 0, 255)
      }
      try {
        const once = whole(decodeUpdate(bytes, defaultLimits))
        expect(whole(decodeUpdate(once))).toEqual(once)
        taken++
      } catch (error) {
        if (!(error instanceof UpdateError))
          throw new Error(`seed ${seed}, run ${run}: ${[...bytes]}`, { cause: error })
      }
    }
    expect(taken).toBeGreaterThan(1000)
  })
})
