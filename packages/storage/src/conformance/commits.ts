import type { Operation } from '../storage'
import { assertEqual } from './assert'
import { bytes, type Case, keysOf, withStorage } from './case'

const [a, b, c] = ['a', 'b', 'c'].map(bytes) as [Uint8Array, Uint8Array, Uint8Array]
const put = (key: Uint8Array, value: string): Operation => ({ put: key, value: bytes(value) })

export const commitCases: readonly Case[] = [
  {
    title: 'an awaited commit is read back',
    run: place =>
      withStorage(place, async storage => {
        for (let i = 0; i < 5; i++) {
          await storage.commit([put(a, String(i))])
          assertEqual(await storage.get(a), bytes(String(i)), `round ${i}`)
          assertEqual(await keysOf(storage), [a], `the keys in round ${i}`)
        }
        await storage.commit([{ delete: a }])
        assertEqual(await storage.get(a), undefined, 'after the delete')
      }),
  },
  {
    title: 'the operations of a batch apply in order',
    run: place =>
      withStorage(place, async storage => {
        const all: Operation = { deleteRange: [a, bytes('z')] }
        await storage.commit([put(a, '1'), put(a, '2'), put(b, '1'), { delete: b }, { delete: c }, put(c, '1')])
        assertEqual(await keysOf(storage), [a, c], 'puts and deletes')
        assertEqual(await storage.get(a), bytes('2'), 'the later put')
        await storage.commit([put(b, '3'), all, put(b, '4'), { delete: a }])
        assertEqual(await keysOf(storage), [b], 'a range deleted between puts')
        assertEqual(await storage.get(b), bytes('4'), 'the put after the deleted range')
      }),
  },
  {
    title: 'concurrent commits apply in the order of their calls and resolve in it',
    run: place =>
      withStorage(place, async storage => {
        const resolved: number[] = []
        const commits = Array.from({ length: 50 }, (_, i) => {
          const operations = [put(a, String(i)), put(bytes(`n${String(i).padStart(2, '0')}`), '')]
          if (i % 10 === 9) operations.unshift({ deleteRange: [bytes('n'), bytes('o')] })
          return storage.commit(operations).then(() => resolved.push(i))
        })
        await Promise.all(commits)
        assertEqual(resolved, [...commits.keys()], 'the order of the acknowledgements')
        assertEqual(await storage.get(a), bytes('49'), 'the last put')
        assertEqual(await keysOf(storage, [bytes('n'), bytes('o')]), [bytes('n49')], 'after the last deleteRange')
      }),
  },
  {
    title: 'a key that is deleted, and put again before that is done, is there',
    run: place =>
      withStorage(place, async storage => {
        await storage.commit([put(a, '1')])
        await Promise.all([storage.commit([{ delete: a }]), storage.commit([put(a, '2')])])
        assertEqual(await storage.get(a), bytes('2'), 'the put after the delete')
        assertEqual(await keysOf(storage), [a], 'the keys')
      }),
  },
  {
    title: 'commits made from several turns of the loop keep their order',
    run: place =>
      withStorage(place, async storage => {
        const commits: Promise<void>[] = []
        for (let i = 0; i < 20; i++) {
          commits.push(storage.commit([put(a, String(i))]))
          if (i % 3 === 0) await storage.get(a)
        }
        await Promise.all(commits)
        assertEqual(await storage.get(a), bytes('19'), 'the last put')
      }),
  },
  {
    title: 'an empty commit resolves after those before it',
    run: place =>
      withStorage(place, async storage => {
        void storage.commit([put(a, '1')])
        await storage.commit([])
        assertEqual(await storage.get(a), bytes('1'), 'the put before')
        await storage.commit([])
      }),
  },
  {
    title: 'deleting what is absent is no error',
    run: place => withStorage(place, storage => storage.commit([{ delete: a }, { deleteRange: [a, c] }])),
  },
]
