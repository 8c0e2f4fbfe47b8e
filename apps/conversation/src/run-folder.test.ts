import { access, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openRunFolder } from './run-folder'

test('a temporary folder goes away, a given one stays', async () => {
  const temporary = await openRunFolder()
  await access(temporary.path)
  await temporary.release()
  await expect(access(temporary.path)).rejects.toThrow('ENOENT')

  const given = join(await mkdtemp(join(tmpdir(), 'run-folder-')), 'new')
  const kept = await openRunFolder(given)
  await kept.release()
  await access(given)
  await writeFile(join(given, 'data'), '')
  await expect(openRunFolder(given)).rejects.toThrow('is not empty')
  await expect(openRunFolder(join(given, 'data'))).rejects.toThrow('cannot be used')
  await rm(join(given, '..'), { recursive: true })
})

test('two agents of one name have two folders, whatever the name', async () => {
  const folder = await openRunFolder()
  expect(folder.agent(1, 'J. P./..')).toBe(join(folder.path, 'agents', '1-j-p-'))
  expect(folder.agent(2, 'J P')).not.toBe(folder.agent(1, 'J P'))
  await folder.release()
})
