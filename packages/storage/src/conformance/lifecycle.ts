import { assert, assertEqual, assertRejects } from './assert'
import { bytes, type Case, entriesOf, keysOf, withStorage } from './case'

const [a, b] = [bytes('a'), bytes('b')]

export const lifecycleCases: readonly Case[] = [
  {
    title: 'scrubbing, where it can be done, changes nothing that is stored, and lets commits called meanwhile follow',
    run: async place => {
      await withStorage(place, async storage => {
        await storage.commit([
          { put: a, value: bytes('gone') },
          { put: b, value: bytes('stays') },
        ])
        await storage.commit([{ delete: a }])
        const scrubbed = storage.scrub?.()
        await storage.commit([{ put: a, value: bytes('new') }])
        await scrubbed
        await storage.scrub?.()
        assertEqual((await entriesOf(storage)).length, 2, 'entries')
        assertEqual(await storage.get(a), bytes('new'), 'what was put meanwhile')
      })
      await withStorage(place, async storage => assertEqual(await storage.get(b), bytes('stays'), 'what stayed'))
    },
  },
  {
    title: 'opening again finds everything',
    run: async place => {
      await withStorage(place, storage =>
        storage.commit([
          { put: a, value: bytes('1') },
          { put: b, value: new Uint8Array(300_000).fill(7) },
        ]),
      )
      await withStorage(place, async storage => {
        assertEqual(await storage.get(a), bytes('1'), 'a')
        assertEqual(await storage.get(b), new Uint8Array(300_000).fill(7), 'b')
        await storage.commit([{ delete: a }])
      })
      await withStorage(place, async storage => assertEqual(await keysOf(storage), [b], 'the keys'))
    },
  },
  {
    title: 'closing waits for the commits before it',
    run: async place => {
      const storage = await place.open()
      let acknowledged = 0
      const commits = Array.from({ length: 10 }, async (_, i) => {
        await storage.commit([{ put: Uint8Array.of(i + 1), value: a }])
        acknowledged++
      })
      await storage.close()
      await Promise.all(commits)
      assertEqual(acknowledged, 10, 'acknowledged commits')
      await withStorage(place, async again => assertEqual((await entriesOf(again)).length, 10, 'entries'))
    },
  },
  {
    title: 'use after close is refused with `closed`, a second close is not',
    run: async place => {
      const storage = await place.open()
      await storage.commit([{ put: a, value: a }])
      const range = storage.range(a, b)
      const closing = storage.close()
      await assertRejects(storage.commit([{ put: b, value: b }]), 'closed', 'commit while closing')
      await Promise.all([closing, storage.close()])
      await assertRejects(storage.get(a), 'closed', 'get')
      await assertRejects(storage.commit([]), 'closed', 'commit')
      await assertRejects(entriesOf(storage), 'closed', 'range')
      await assertRejects(range[Symbol.asyncIterator]().next(), 'closed', 'a range begun before')
      await storage.close()
    },
  },
  {
    title: 'a second opener is refused with `locked`, until the first closes',
    run: async place => {
      const storage = await place.open()
      await assertRejects(place.open(), 'locked', 'the second opener')
      await assertRejects(place.open(), 'locked', 'the third opener')
      await storage.commit([{ put: a, value: a }])
      assertEqual(await storage.get(a), a, 'the first goes on')
      await storage.close()
      await withStorage(place, async second => assertEqual(await second.get(a), a, 'the second'))
    },
  },
  {
    title: 'of several openers at once, one gets in',
    run: async place => {
      const openings = await Promise.allSettled([place.open(), place.open(), place.open()])
      const opened = openings.filter(opening => opening.status === 'fulfilled')
      assertEqual(opened.length, 1, 'openers that got in')
      for (const opening of openings) {
        if (opening.status === 'rejected') assert(opening.reason.code === 'locked', String(opening.reason))
      }
      await opened[0]?.value.close()
    },
  },
]
