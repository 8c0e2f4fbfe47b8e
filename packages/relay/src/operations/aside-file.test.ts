import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { AsideFile } from './aside-file'
import { MisuseError } from './misuse'
import type { Aside } from './repair-store'

const aside: Aside = { place: ['room', 1], why: 'checksum', bytes: Uint8Array.of(1, 2, 3) }

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'aside-'))
  onTestFinished(() => rm(path, { recursive: true }))
  return path
}

test('each piece is a line that only its owner reads', async () => {
  const path = join(await folder(), 'aside.jsonl')
  const file = new AsideFile(path)
  await file.add(aside)
  await file.add({ ...aside, place: ['room', 2] })
  await file.sync()
  await file.close()
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\n')
  expect(lines.map(line => JSON.parse(line))).toEqual([
    { place: ['room', 1], why: 'checksum', bytes: 'AQID' },
    { place: ['room', 2], why: 'checksum', bytes: 'AQID' },
  ])
  expect((await stat(path)).mode & 0o077).toBe(0)
})

test('a file that is there already is left as it is, and told; what else is wrong travels as it is', async () => {
  const path = join(await folder(), 'aside.jsonl')
  await writeFile(path, 'of an earlier repair\n')
  const file = new AsideFile(path)
  await expect(file.add(aside)).rejects.toThrow(MisuseError)
  await expect(file.add(aside)).rejects.toThrow(`"${path}" is there already`)
  expect(await readFile(path, 'utf8')).toBe('of an earlier repair\n')
  await expect(new AsideFile(join(path, 'below')).add(aside)).rejects.toMatchObject({ code: 'ENOTDIR' })
})
