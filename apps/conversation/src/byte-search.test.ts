import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { wordsInFolder } from './byte-search'

test('finds words inside binary files at any depth, and only those', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'byte-search-'))
  await mkdir(join(folder, 'a/b'), { recursive: true })
  await writeFile(
    join(folder, 'a/b/data.bin'),
    Buffer.concat([Buffer.from([0, 255, 3]), Buffer.from('xquillfeathery'), Buffer.alloc(9)]),
  )
  await writeFile(join(folder, 'lock'), 'moss')
  expect(await wordsInFolder(folder, ['quillfeather', 'mosslantern'])).toEqual(new Set(['quillfeather']))
  await rm(folder, { recursive: true })
})
