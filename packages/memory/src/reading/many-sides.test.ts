import { expect, onTestFinished, test, vi } from 'vitest'
import type { Core } from '../core'
import { dotToString, EntryIndex, encodeRecord, factKey, type RecordBody, validationKey } from '../model'
import { appendEntries } from '../model/write'
import { open } from '../open.fixture'

const key = factKey('order/42/status')
const found = validationKey(key)
const said: RecordBody = {
  ...{ type: 'fact', kind: 'semantic', content: 'x', value: 1, scope: {}, tags: [], derivedFrom: [] },
  ...{ author: { agent: 'ada' }, time: { ms: 1, count: 0 }, status: 'plain' },
}

/** A memory to which writers who see nobody else bring a side each, and what they found of their own. */
async function begin() {
  const memory = await open('ada')
  const { core } = memory as unknown as { core: Core }
  await memory.add('Order 42 left the warehouse')
  const { doc } = core.pool.get('team')!.replica
  const bring = (client: number) => {
    const of = dotToString({ client, clock: 0 })
    const side = encodeRecord({ ...said, value: client, content: `parcel ${client}` })
    const { value: _, ...plain } = said
    const finding = encodeRecord({ ...plain, type: 'validation', status: 'verified', of })
    appendEntries(doc, client, [
      { key, parents: [], payload: side },
      { key: found, parents: [], payload: finding },
    ])
  }
  return { memory, bring }
}

test('what was found of a fact is read once for all of its sides', async () => {
  const { memory, bring } = await begin()
  const reads: string[] = []
  const { entriesOf } = EntryIndex.prototype
  const spy = vi.spyOn(EntryIndex.prototype, 'entriesOf').mockImplementation(function (this: EntryIndex, of) {
    if (of === found) reads.push(of)
    return entriesOf.call(this, of)
  })
  onTestFinished(() => spy.mockRestore())
  const sidesAfter = async (client: number) => {
    reads.length = 0
    bring(client)
    return (await memory.facts.get('order/42/status'))?.sides.length
  }
  for (let client = 1; client <= 24; client++) expect(await sidesAfter(client)).toBe(client)
  expect(reads.length).toBeLessThan(3)
})
