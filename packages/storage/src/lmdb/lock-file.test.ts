import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { takeLockFile } from './lock-file'

async function held() {
  const folder = await mkdtemp(join(tmpdir(), 'commonplace-lock-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return { lock: takeLockFile(folder), path: join(folder, 'holder.json') }
}

test('a holder that was taken over meanwhile leaves the lock to the other', async () => {
  const { lock, path } = await held()
  const other = JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), pid: 1 })
  writeFileSync(path, other)
  lock.release()
  expect(readFileSync(path, 'utf8')).toBe(other)
})

test('releasing takes the file away, and asks for nothing where somebody deleted it', async () => {
  const { lock, path } = await held()
  lock.release()
  expect(existsSync(path)).toBe(false)
  const gone = await held()
  rmSync(gone.path)
  gone.lock.release()
})
