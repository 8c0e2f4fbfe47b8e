import { expect, test } from 'vitest'
import type { Core } from '../core'
import { open } from '../open.fixture'
import { getAll } from './get-all'

test('what is read in turns is as it was in one moment, whatever is written meanwhile', async () => {
  const memory = await open('clerk', { spaces: { team: 'private', archive: 'private' } })
  const lift = await memory.add('the lift is out of order', { space: 'team' })
  const stairs = await memory.add('the stairs are steep', { space: 'team' })
  await memory.update(lift.id, { content: 'the lift goes again' })
  let pauses = 0
  const pause = () => {
    if (pauses++ > 0) return undefined
    return Promise.all([
      memory.retract(lift.id, 'the lift is gone'),
      memory.add('the ramp is new', { space: 'archive' }),
    ]).then(() => {})
  }
  // All else is the memory's own.
  const core: Core = Object.create((memory as unknown as { core: Core }).core, { pause: { value: pause } })
  const contents = (await getAll(core)).map(({ content }) => content)
  expect(pauses).toBeGreaterThan(0)
  expect(contents).toEqual([stairs.content, 'the lift goes again'])
  expect((await memory.getAll()).map(({ content }) => content)).toEqual(['the stairs are steep', 'the ramp is new'])
})

test('what expires or ceases to hold leaves the list when its time comes, with nothing written', async () => {
  let now = Date.UTC(2030, 0, 1)
  const memory = await open('clerk', { clock: () => now, spaces: { team: 'private' } })
  await memory.add('gone on the second', { expires: new Date(Date.UTC(2030, 0, 2)) })
  await memory.add('gone on the fourth', { expires: new Date(Date.UTC(2030, 0, 4)) })
  await memory.facts.assert('door/code', 1, { validTo: new Date(Date.UTC(2030, 0, 3)) })
  const seen = async () => [
    (await memory.getAll()).map(({ content }) => content).sort(),
    (await memory.facts.list()).length,
  ]
  const all: unknown[] = []
  for (const day of [1, 2, 3, 4]) {
    now = Date.UTC(2030, 0, day)
    all.push(await seen())
  }
  expect(all).toEqual([
    [['door code: 1', 'gone on the fourth', 'gone on the second'], 1],
    [['door code: 1', 'gone on the fourth'], 1],
    [['door code: 1', 'gone on the fourth'], 0],
    [['door code: 1'], 0],
  ])
})
