import { compareKeys, maxKeyBytes, storageKey } from '../key'
import type { Key, Storage } from '../storage'
import { assertEqual, assertRejects } from './assert'
import { bytes, type Case, keysOf, withStorage } from './case'

const hostile: readonly Key[] = [
  ...['a', 'ab', 'abc', 'a\0', 'a\0b', '\0', '\0\0', '/', 'a/b', 'a:b', 'a\n', '..', ' ', '__proto__', 'constructor'],
  ...['null', 'undefined', '0', '1', '-1', '10', '2', 'é', 'e\u0301', '日本', '\u{1f600}', '\uffff'],
]
  .map(bytes)
  .concat([Uint8Array.of(0xff), Uint8Array.of(0xff, 0xff), Uint8Array.of(0x80), Uint8Array.of(1), Uint8Array.of(5)])
  .concat([new Uint8Array(maxKeyBytes), new Uint8Array(maxKeyBytes).fill(0xfe), new Uint8Array(maxKeyBytes - 1)])
  .concat([storageKey('room', 'a', 1), storageKey('room', 'a', 2 ** 40), storageKey('room', 'a\0', 1)])

async function refusesEverywhere(storage: Storage, key: Key) {
  const good = bytes('good')
  await assertRejects(storage.get(key), 'invalid-key', 'get')
  await assertRejects(storage.commit([{ put: key, value: good }]), 'invalid-key', 'put')
  await assertRejects(storage.commit([{ delete: key }]), 'invalid-key', 'delete')
  await assertRejects(storage.commit([{ deleteRange: [key, good] }]), 'invalid-key', 'deleteRange from')
  await assertRejects(storage.commit([{ deleteRange: [good, key] }]), 'invalid-key', 'deleteRange to')
  await assertRejects(keysFrom(storage, key, good), 'invalid-key', 'range from')
  await assertRejects(keysFrom(storage, good, key), 'invalid-key', 'range to')
}

async function keysFrom(storage: Storage, from: Key, to: Key) {
  return keysOf(storage, [from, to])
}

export const keyCases: readonly Case[] = [
  {
    title: 'hostile keys are told apart and sort bytewise',
    run: place =>
      withStorage(place, async storage => {
        await storage.commit(hostile.map((key, i) => ({ put: key, value: bytes(`value ${i}`) })))
        for (const [i, key] of hostile.entries()) {
          assertEqual(await storage.get(key), bytes(`value ${i}`), `the value of key ${i}`)
        }
        assertEqual(await keysOf(storage), [...hostile].sort(compareKeys), 'all keys')
      }),
  },
  {
    title: 'a key next to a stored one is absent',
    run: place =>
      withStorage(place, async storage => {
        await storage.commit([{ put: bytes('a'), value: bytes('1') }])
        for (const key of ['a\0', 'A', '`', 'b', 'aa', '__proto__']) {
          assertEqual(await storage.get(bytes(key)), undefined, JSON.stringify(key))
        }
      }),
  },
  {
    title: 'an empty key is refused with `invalid-key`',
    run: place => withStorage(place, storage => refusesEverywhere(storage, new Uint8Array())),
  },
  {
    title: 'a key longer than 1024 bytes is refused with `invalid-key`',
    run: place => withStorage(place, storage => refusesEverywhere(storage, new Uint8Array(maxKeyBytes + 1).fill(1))),
  },
  {
    title: 'a batch with a refused key changes nothing, and the storage goes on',
    run: place =>
      withStorage(place, async storage => {
        const refused = storage.commit([
          { put: bytes('a'), value: bytes('1') },
          { put: new Uint8Array(), value: bytes('2') },
        ])
        await assertRejects(refused, 'invalid-key', 'the batch')
        assertEqual(await keysOf(storage), [], 'the keys after the refused batch')
        await storage.commit([{ put: bytes('b'), value: bytes('3') }])
        assertEqual(await keysOf(storage), [bytes('b')], 'the keys after the next batch')
      }),
  },
]
