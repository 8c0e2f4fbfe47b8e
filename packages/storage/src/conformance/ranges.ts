import { compareKeys } from '../key'
import type { Storage } from '../storage'
import { assertEqual } from './assert'
import { bytes, type Case, everything, keysOf, withStorage } from './case'

const letters = 'abcdefgh'
const text = (keys: readonly Uint8Array[]) => keys.map(key => new TextDecoder().decode(key)).join('')

async function putLetters(storage: Storage) {
  await storage.commit([...letters].map(letter => ({ put: bytes(letter), value: bytes(letter.toUpperCase()) })))
}

export const rangeCases: readonly Case[] = [
  {
    title: 'a range holds its start and not its end',
    run: place =>
      withStorage(place, async storage => {
        await putLetters(storage)
        const ranges = { bd: 'bc', bc: 'b', bb: '', db: '', az: letters, '`z': letters, gz: 'gh', '`a': '', hz: 'h' }
        for (const [[from, to], expected] of Object.entries(ranges)) {
          for (const reverse of [false, true]) {
            const keys = await keysOf(storage, [bytes(from!), bytes(to!)], { reverse })
            assertEqual(text(reverse ? keys.reverse() : keys), expected, `${from} to ${to}, reverse ${reverse}`)
          }
        }
      }),
  },
  {
    title: 'bounds need not be stored',
    run: place =>
      withStorage(place, async storage => {
        await putLetters(storage)
        const range = [bytes('b1'), bytes('e1')] as const
        assertEqual(text(await keysOf(storage, range)), 'cde', 'forwards')
        assertEqual(text(await keysOf(storage, range, { reverse: true })), 'edc', 'in reverse')
      }),
  },
  {
    title: 'a limit takes the first, in reverse the last',
    run: place =>
      withStorage(place, async storage => {
        await putLetters(storage)
        for (const limit of [0, 1, 3, 8, 100]) {
          assertEqual(text(await keysOf(storage, everything, { limit })), letters.slice(0, limit), `limit ${limit}`)
          const last = [...letters].reverse().slice(0, limit).join('')
          const keys = await keysOf(storage, everything, { limit, reverse: true })
          assertEqual(text(keys), last, `limit ${limit} in reverse`)
        }
      }),
  },
  {
    title: 'a long range comes whole and in order, both ways',
    run: place =>
      withStorage(place, async storage => {
        const keys = Array.from({ length: 1500 }, (_, i) => Uint8Array.of(1 + (i >> 8), i & 255))
        await storage.commit([...keys].reverse().map(key => ({ put: key, value: key })))
        assertEqual(await keysOf(storage), [...keys].sort(compareKeys), 'forwards')
        assertEqual(await keysOf(storage, everything, { reverse: true }), [...keys].reverse(), 'in reverse')
        assertEqual((await keysOf(storage, everything, { limit: 700 })).length, 700, 'with a limit')
      }),
  },
  {
    title: 'a reader that stops early or commits while it reads does no harm',
    run: place =>
      withStorage(place, async storage => {
        await putLetters(storage)
        for await (const entry of storage.range(...everything)) {
          if (text([entry.key]) === 'c') break
          await storage.commit([{ delete: entry.key }])
        }
        assertEqual(text(await keysOf(storage)), 'cdefgh', 'what is left')
      }),
  },
  {
    title: 'deleteRange deletes its start and not its end, and nothing beside',
    run: place =>
      withStorage(place, async storage => {
        await putLetters(storage)
        await storage.commit([{ deleteRange: [bytes('c'), bytes('f')] }])
        assertEqual(text(await keysOf(storage)), 'abfgh', 'after the first')
        await storage.commit([{ deleteRange: [bytes('g'), bytes('b')] }, { deleteRange: [bytes('a'), bytes('a')] }])
        assertEqual(text(await keysOf(storage)), 'abfgh', 'after empty ranges')
        await storage.commit([{ deleteRange: everything }])
        assertEqual(text(await keysOf(storage)), '', 'after all')
      }),
  },
]
