import { expect, onTestFinished, test } from 'vitest'
import type { AccessPolicy, Memory } from '../index'
import { open, relayUrl } from '../open.fixture'

const noVerdict: [string, AccessPolicy['read']][] = [
  ['nothing', (() => undefined) as never],
  ['a promise', (async () => true) as never],
  ['a promise that fails', (async () => Promise.reject(new Error('later'))) as never],
  ['an object without words', (() => ({})) as never],
  [
    'an error',
    () => {
      throw new Error('cannot decide')
    },
  ],
]

test.each(noVerdict)('a read policy that gives %s hides the record, and only that, and tells', async (_, verdict) => {
  const relay = await relayUrl()
  const read: AccessPolicy['read'] = record => (record.content.includes('secret') ? verdict!(record) : true)
  const [memory, other] = [await open('a', { relay, policy: { read } }), await open('b', { relay })]
  const during = new Set<string>()
  memory.on('error', error => during.add(error.during))
  const secret = await other.add('a secret lamp')
  await other.add('a lamp for everybody', { consistency: 'relay' })
  expect(await contents(memory.getAll({ maxStaleness: 0 }))).toEqual(['a lamp for everybody'])
  expect((await memory.search('lamp')).map(({ record }) => record.content)).toEqual(['a lamp for everybody'])
  expect(await memory.get(secret.id)).toBeUndefined()
  expect(await memory.history(secret.id)).toEqual([])
  expect(during).toEqual(new Set(['policy.read']))
})

const contents = async (records: ReturnType<Memory['getAll']>) => (await records).map(({ content }) => content)

test.each([false, undefined, null, 'yes', Promise.resolve(true), []])(
  'a write policy that gives %s lets nothing through',
  async verdict => {
    const memory = await open('a', { policy: { write: () => verdict as never } })
    await expect(memory.add('a lamp')).rejects.toMatchObject({ code: 'forbidden' })
    await expect(memory.facts.assert('lamp', 1)).rejects.toMatchObject({ code: 'forbidden' })
    expect(await memory.getAll()).toEqual([])
  },
)

test('a write policy whose promise fails lets nothing through, and nobody has to catch that', async () => {
  const unhandled: unknown[] = []
  const heard = (reason: unknown) => unhandled.push(reason)
  process.on('unhandledRejection', heard)
  onTestFinished(() => void process.off('unhandledRejection', heard))
  const memory = await open('a', { policy: { write: (async () => Promise.reject(new Error('later'))) as never } })
  await expect(memory.add('a lamp')).rejects.toMatchObject({ code: 'forbidden' })
  await new Promise(setImmediate)
  expect(unhandled).toEqual([])
})

test.each([undefined, null, 'yes', 1, []])('a promotion policy that gives %s lets nothing out', async verdict => {
  const memory = await open('a')
  const { id } = await memory.add('only mine', { space: 'notes' })
  const { changed, refused } = await memory.promote(id, { to: 'team', policy: () => verdict as never })
  expect(changed).toEqual([])
  expect(refused).toMatchObject([{ reason: 'policy', message: expect.stringContaining('no verdict') }])
  expect(await memory.getAll({ filter: { space: 'team' } })).toEqual([])
})
