import { decodeUpdate, defaultLimits, describeUpdate } from '@commonplace/protocol'
import { SeededRandom } from '@commonplace/protocol/testing'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { entryFault } from './entry-rule'
import { item, rawUpdate } from './raw-update.fixture'
import { scanEntries } from './scan-entries'

const texts = ['payload', '', 'grüße 🌍', 'x'.repeat(300), '\u0000\ufeff']
const keys = ['k', 'order/42/status', 'schlüssel', 'prototype', '__proto__', '', 'x'.repeat(1024), 'y'.repeat(1025)]
const numbers = [0, 1, 63, 64, 2 ** 31, 2 ** 40, 2 ** 52 + 7, 0.5, -1, 2 ** 60]

/** Two writers' entries, most of them as the library writes them, merged into one update or not. */
function randomUpdate(random: SeededRandom): Uint8Array {
  const made = [2 ** 52 + 5, 77].map(client => {
    const doc = new Y.Doc({ guid: 'room' })
    doc.clientID = client
    const array = doc.getArray(`w/${client.toString(36)}/0`)
    const updates: Uint8Array[] = []
    doc.on('update', update => updates.push(update))
    for (let left = 1 + random.below(4); left > 0; left--) {
      const parents = random.chance(0.5) ? [] : [random.pick(numbers), random.pick(numbers)]
      const entry = random.chance(0.9) ? [random.pick(keys), parents, random.pick(texts)] : random.pick(texts)
      array.push([entry])
      if (random.chance(0.1)) array.delete(0)
    }
    return random.chance(0.5) ? Y.encodeStateAsUpdate(doc) : random.pick(updates)
  })
  return random.chance(0.5) ? random.pick(made) : Y.mergeUpdates(made)
}

function damage(random: SeededRandom, update: Uint8Array): Uint8Array {
  const bytes = Uint8Array.from(update)
  if (random.chance(0.5)) bytes[random.below(bytes.length)] = random.below(256)
  return random.chance(0.3) ? bytes.subarray(0, random.below(bytes.length)) : bytes
}

test('GD1 GD6 what is read where it lies is what full decoding finds, whole or damaged', () => {
  const seed = 11
  const random = new SeededRandom(seed)
  let read = 0
  for (let round = 0; round < 3000; round++) {
    const whole = randomUpdate(random)
    const update = random.chance(0.5) ? whole : damage(random, whole)
    const scan = scanEntries(update, defaultLimits)
    if (scan === null || scan.deletesAt !== update.length - 1 || update[scan.deletesAt] !== 0) continue
    read++
    const hint = `seed ${seed} round ${round}: ${Buffer.from(update).toString('hex')}`
    const decoded = decodeUpdate(update, defaultLimits)
    const { from, to, skips, deletes } = describeUpdate(decoded)
    expect(new Map(scan.blocks.map(block => [block.client, block.from])), hint).toEqual(from)
    expect(new Map(scan.blocks.map(block => [block.client, block.to])), hint).toEqual(to)
    expect([skips.size, deletes.size], hint).toEqual([0, 0])
    for (const structs of decoded.blocks.values())
      for (const struct of structs) expect(entryFault(struct), hint).toBeNull()
  }
  expect(read).toBeGreaterThan(150)
})

test('the common update is read where it lies', () => {
  const doc = new Y.Doc()
  doc.clientID = 2 ** 52 + 1
  doc.getArray(`w/${doc.clientID.toString(36)}/0`).push([
    ['k', [], 'grüße'],
    ['k', [doc.clientID, 0], 'more'],
  ])
  const update = Y.encodeStateAsUpdate(doc)
  const block = { client: doc.clientID, from: 0, to: 2, structs: 1, end: update.length - 1 }
  expect(scanEntries(update)).toMatchObject({ blocks: [block], deletesAt: update.length - 1 })
})

test('GD2 what is beyond a limit is left to full decoding', () => {
  const doc = new Y.Doc()
  doc.getArray(`w/${doc.clientID.toString(36)}/0`).push([
    ['k', [], 'one'],
    ['k', [], 'two'],
  ])
  const update = Y.encodeStateAsUpdate(doc)
  expect(scanEntries(update, { ...defaultLimits, updateBytes: update.length })).not.toBeNull()
  for (const limit of [{ updateBytes: update.length - 1 }, { structs: 0 }, { clocks: 1 }]) {
    expect(scanEntries(update, { ...defaultLimits, ...limit })).toBeNull()
  }
})

test('GD1 clocks end at 2^53 - 1: what reaches beyond is left to full decoding, which refuses it', () => {
  const ending = (clock: number) => {
    const content = new Y.ContentDeleted(2)
    return rawUpdate([{ client: 77, clock, structs: [item(77, clock, { origin: [77, clock - 1], content })] }])
  }
  const last = ending(Number.MAX_SAFE_INTEGER - 2)
  expect([scanEntries(last)?.blocks[0]?.to, decodeUpdate(last).blocks.size]).toEqual([Number.MAX_SAFE_INTEGER, 1])
  const beyond = ending(Number.MAX_SAFE_INTEGER - 1)
  expect(scanEntries(beyond)).toBeNull()
  expect(() => decodeUpdate(beyond)).toThrow('2^53')
})
