import { expect, test } from 'vitest'
import type { Core } from '../core'
import type { Json } from '../model'
import { CallMarks } from './call-marks'
import type { WorkProgress } from './progress'

function marksOf(working: Record<string, Json>): CallMarks {
  const core = {
    identity: { agent: 'ada' },
    topology: { spaces: { team: 'shared' }, defaultSpace: 'team' },
  } as unknown as Core
  const peers = { value: [{ agent: 'bob', working }] }
  return new CallMarks(core, { peers } as unknown as WorkProgress)
}

test('a mark of another version, or of another form, is none', () => {
  const known = [1, 1000, 2, '"fx"', 'timeout']
  const shown = {
    'call:a': known,
    'call:b': [2, ...known.slice(1)],
    'call:c': [1, 'soon', 2, null],
    'call:d': [1, 5, 0.5, null],
  }
  expect(marksOf({ ...shown, 'work:a': known, 'call:e': 'x' }).list()).toEqual([
    { agent: 'bob', mark: { shown: 'a', at: 1000, started: 2, key: '"fx"', space: 'team', error: 'timeout' } },
  ])
})
