import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { storageConformance } from '../conformance'
import { rangeOf, storageKey } from '../key'
import { openLmdbReader } from './lmdb-reader'
import { openLmdbStorage } from './lmdb-storage'

let path: string

beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), 'commonplace-checked-'))
})

afterEach(() => rm(path, { recursive: true }))

storageConformance(
  'lmdb with checksums',
  async () => {
    const place = await mkdtemp(join(tmpdir(), 'commonplace-checked-'))
    return { open: () => openLmdbStorage({ path: place, checked: true }), remove: () => rm(place, { recursive: true }) }
  },
  { describe, test },
)

const [sound, changed] = [storageKey('space', 'base', 1), storageKey('space', 'base', 2)]
const bytes = (text: string) => new TextEncoder().encode(text)

/** As a bit of the disk that turned over: in every page that has the text. */
async function turn(text: string): Promise<void> {
  const file = join(path, 'data.mdb')
  const content = await readFile(file)
  for (let at = content.indexOf(text); at !== -1; at = content.indexOf(text, at + 1)) content[at]! ^= 1
  await writeFile(file, content)
}

async function written(options: { readonly checked?: boolean }): Promise<void> {
  const storage = await openLmdbStorage({ path, ...options })
  await storage.commit([
    { put: sound, value: bytes('as it was') },
    { put: changed, value: bytes('Ada likes tea') },
  ])
  await storage.close()
}

test('a value that is not as it was written is damaged and says which, and what is beside it can be read', async () => {
  await written({ checked: true })
  await turn('Ada likes tea')
  const storage = await openLmdbStorage({ path, checked: true })
  const reader = await openLmdbReader({ path })
  const said = { code: 'damaged', message: expect.stringContaining('space/base/2') }
  for (const each of [storage, reader]) {
    expect(await each.get(sound)).toEqual(bytes('as it was'))
    await expect(each.get(changed)).rejects.toMatchObject(said)
    const all = (async () => {
      for await (const _ of each.range(...rangeOf('space')));
    })()
    await expect(all).rejects.toMatchObject(said)
  }
  await reader.close()
  await storage.commit([{ put: changed, value: bytes('written anew') }])
  await storage.scrub?.()
  expect(await storage.get(changed)).toEqual(bytes('written anew'))
  await storage.close()
})

test('a store keeps the form that it was made in, whoever opens it', async () => {
  await written({})
  const plain = await openLmdbStorage({ path, checked: true })
  await plain.commit([{ put: sound, value: bytes('again') }])
  expect([await plain.get(sound), await plain.get(changed)]).toEqual([bytes('again'), bytes('Ada likes tea')])
  await plain.close()
  await rm(path, { recursive: true })
  await written({ checked: true })
  const checked = await openLmdbStorage({ path })
  expect(await checked.get(changed)).toEqual(bytes('Ada likes tea'))
  await checked.close()
  expect(JSON.parse(await readFile(join(path, 'store.json'), 'utf8'))).toEqual({ format: 2 })
})

test('the bytes on disk are those of format 2', async () => {
  await written({ checked: true })
  const content = await readFile(join(path, 'data.mdb'))
  const at = content.indexOf('as it was')
  expect(content.subarray(at, at + 13).toString('hex')).toMatchInlineSnapshot(`"617320697420776173cd268b40"`)
})

test('a tree with a broken page or a lost key is damaged before LMDB reads it, which would end the process or find nothing', async () => {
  const storage = await openLmdbStorage({ path, checked: true })
  const puts = Array.from({ length: 400 }, (_, n) => ({ put: storageKey('space', n), value: bytes(`value ${n}`) }))
  await storage.commit(puts)
  await storage.close()
  const whole = await readFile(join(path, 'data.mdb'))
  const at = whole.indexOf('value 200')
  const page = at - (at % 4096)
  const zeroed = (from: number, to: number) => Buffer.from(whole).fill(0, from, to)
  const answers = new Set<string>()
  for (const content of [zeroed(page, page + 4096), zeroed(page + 3584, page + 4096), whole]) {
    await writeFile(join(path, 'data.mdb'), content)
    const opening = openLmdbStorage({ path, checked: true })
    answers.add(
      await opening.then(
        opened => opened.close().then(() => 'sound'),
        ({ code, message }) => `${code}: ${message.slice(message.lastIndexOf(':') + 2)}`,
      ),
    )
  }
  expect([...answers]).toEqual([
    'damaged: a page of it is broken',
    'damaged: its entries are out of their order',
    'sound',
  ])
})
