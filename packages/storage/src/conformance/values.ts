import { assert, assertEqual } from './assert'
import { bytes, type Case, entriesOf, everything, keysOf, withStorage } from './case'

const key = bytes('key')

export const valueCases: readonly Case[] = [
  {
    title: 'an empty value is not an absent one',
    run: place =>
      withStorage(place, async storage => {
        await storage.commit([{ put: key, value: new Uint8Array() }])
        assertEqual(await storage.get(key), new Uint8Array(), 'the empty value')
        assertEqual((await entriesOf(storage))[0]?.value, new Uint8Array(), 'the empty value in a range')
        assertEqual(await storage.get(bytes('other')), undefined, 'an absent value')
      }),
  },
  {
    title: 'what is read at once, where a storage can, is what is read later',
    run: place =>
      withStorage(place, async storage => {
        await storage.commit([{ put: key, value: bytes('first') }])
        if (storage.getSync === undefined) return
        const read = storage.getSync(key)
        assertEqual(read, bytes('first'), 'the value')
        assertEqual(storage.getSync(bytes('other')), undefined, 'an absent value')
        await storage.commit([{ put: key, value: bytes('second') }])
        assertEqual(storage.getSync(key), bytes('second'), 'the value after a commit')
        assertEqual(read, bytes('first'), 'the value that was read before')
      }),
  },
  {
    title: 'values of 1 MiB come back whole, several in one batch and in one range',
    run: place =>
      withStorage(place, async storage => {
        const values = [1, 2, 3].map(seed => Uint8Array.from({ length: 1 << 20 }, (_, i) => (i * seed) >> 3))
        await storage.commit(values.map((value, i) => ({ put: Uint8Array.of(i + 1), value })))
        for (const [i, value] of values.entries()) {
          assertEqual(await storage.get(Uint8Array.of(i + 1)), value, `value ${i}`)
        }
        const read = (await entriesOf(storage)).map(entry => entry.value)
        assertEqual(read, values, 'the values of the range')
      }),
  },
  {
    title: 'a view into a larger buffer is stored as the view',
    run: place =>
      withStorage(place, async storage => {
        const buffer = bytes('--key--value--')
        await storage.commit([{ put: buffer.subarray(2, 5), value: buffer.subarray(7, 12) }])
        assertEqual(await storage.get(key), bytes('value'), 'the value')
        assertEqual(await storage.get(buffer.subarray(2, 5)), bytes('value'), 'the value by a view')
      }),
  },
  {
    title: 'changing a buffer after handing it over changes nothing',
    run: place =>
      withStorage(place, async storage => {
        await storage.commit([{ put: bytes('b'), value: bytes('to be deleted') }])
        const given = { key: bytes('key'), value: bytes('value'), from: bytes('a'), to: bytes('z') }
        const committed = storage.commit([
          { deleteRange: [given.from, given.to] },
          { put: given.key, value: given.value },
        ])
        const range = storage.range(given.from, given.to)
        for (const buffer of Object.values(given)) buffer.fill(0x7a)
        await committed
        assertEqual(await storage.get(key), bytes('value'), 'the value')
        const keys: Uint8Array[] = []
        for await (const entry of range) keys.push(entry.key)
        assertEqual(keys, [key], 'the range')
      }),
  },
  {
    title: 'one buffer carries the values of many commits, each stored as it was when it was called',
    run: place =>
      withStorage(place, async storage => {
        // Small ones, large ones, and together more than an adapter may have one buffer for.
        const sizes = [10, 100, 3_000, 60_000, 200_000, 70]
        const shared = { key: new Uint8Array(1), value: new Uint8Array(200_000) }
        const commits: Promise<void>[] = []
        const count = 4 * sizes.length
        const sizeOf = (n: number) => sizes[n % sizes.length]!
        for (let n = 1; n <= count; n++) {
          shared.key.fill(n)
          shared.value.fill(n)
          commits.push(storage.commit([{ put: shared.key, value: shared.value.subarray(0, sizeOf(n)) }]))
          shared.key.fill(255)
          shared.value.fill(255)
          // Some are on their way then, some wait, some are done.
          if (n % 4 === 0) await commits[n - 4]
          if (n === 2 * sizes.length) await Promise.all(commits)
        }
        await Promise.all(commits)
        for (let n = 1; n <= count; n++)
          assertEqual(
            await storage.get(Uint8Array.of(n)),
            new Uint8Array(sizeOf(n)).fill(n),
            `the value of commit ${n}`,
          )
        assertEqual((await keysOf(storage)).length, count, 'how many keys there are')
      }),
  },
  {
    title: 'a reader may write into the buffers of a range while it reads on',
    run: place =>
      withStorage(place, async storage => {
        const keys = Array.from({ length: 600 }, (_, i) => Uint8Array.of(1 + (i >> 8), i & 255))
        await storage.commit(keys.map(key => ({ put: key, value: key })))
        for (const reverse of [false, true]) {
          const found: Uint8Array[] = []
          for await (const { key, value } of storage.range(...everything, { reverse })) {
            found.push(value.slice())
            assert(found.length <= keys.length, 'the range starts over')
            key.fill(reverse ? 0xff : 0)
            value.fill(0)
          }
          assertEqual(found, reverse ? keys.toReversed() : keys, `the values, reverse ${reverse}`)
        }
      }),
  },
  {
    title: 'changing a buffer that was returned changes nothing',
    run: place =>
      withStorage(place, async storage => {
        await storage.commit([{ put: key, value: bytes('value') }])
        ;(await storage.get(key))?.fill(0)
        for (const entry of await entriesOf(storage)) {
          entry.key.fill(0)
          entry.value.fill(0)
        }
        assertEqual(await storage.get(key), bytes('value'), 'the value')
        assertEqual((await entriesOf(storage))[0]?.key, key, 'the key')
      }),
  },
]
