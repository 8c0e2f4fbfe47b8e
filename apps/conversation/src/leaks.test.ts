import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findLeaks } from './leaks'

let root: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'leaks-'))
  for (const [folder, text] of [
    ['ada', 'her quillfeather'],
    ['ben', 'his saltmarrow'],
    ['relay', 'nothing'],
  ] as const) {
    await mkdir(join(root, folder))
    await writeFile(join(root, folder, 'data'), text)
  }
})
afterEach(() => rm(root, { recursive: true }))

const stores = (seen: string[] = []) => [
  { agent: 'ada', folder: join(root, 'ada'), canaries: ['quillfeather'], seen: [] },
  { agent: 'ben', folder: join(root, 'ben'), canaries: ['saltmarrow'], seen },
]

test('private words at home are no leak', async () => {
  expect(await findLeaks(stores(), join(root, 'relay'))).toEqual({ leaked: new Set(), places: [], atHome: 2, notes: 2 })
})

test("a word on another agent's disk, on the relay's, or in a record somebody else can read is a leak, with its place", async () => {
  await writeFile(join(root, 'ben', 'more'), 'quillfeather')
  await writeFile(join(root, 'relay', 'log'), 'saltmarrow')
  const { leaked, places } = await findLeaks(stores(['quillfeather']), join(root, 'relay'))
  expect(places).toEqual([
    "saltmarrow is on the relay's disk",
    'quillfeather is on the disk of ben',
    'quillfeather can be read by ben',
  ])
  expect(leaked).toEqual(new Set(['saltmarrow', 'quillfeather']))
})

test('a search that does not find what must be there is an error, not a clean bill', async () => {
  await writeFile(join(root, 'ada', 'data'), 'compressed')
  await expect(findLeaks(stores(), join(root, 'relay'))).rejects.toThrow('only 1 of 2')
})
