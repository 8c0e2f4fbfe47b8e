import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { VectorFile } from './vector-file'

test('vectors are there after a restart, whatever a process that was ended left half written', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vectors-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'cache', 'model.f32')
  const first = new VectorFile(file, 2)
  first.add('Ada', [0.5, 1])
  first.add('Bob', [2, 0.25])
  appendFileSync(file, 'half of one')
  const second = new VectorFile(file, 2)
  second.add('Eve', [4, 4])
  const third = new VectorFile(file, 2)
  expect(['Ada', 'Bob', 'Eve', 'Max'].map(text => third.get(text) && [...third.get(text)!])).toEqual([
    [0.5, 1],
    [2, 0.25],
    [4, 4],
    undefined,
  ])
})
