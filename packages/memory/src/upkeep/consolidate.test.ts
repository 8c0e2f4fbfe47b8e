import { expect, test } from 'vitest'
import { open } from '../open.fixture'

test('episodes of a private space and of the team are told apart, though they are about one thing', async () => {
  let now = Date.parse('2026-01-01')
  const memory = await open('ada', { clock: () => now })
  const say = async (space: string) => {
    const ids: string[] = []
    for (const day of ['Monday', 'Tuesday', 'Wednesday'])
      ids.push((await memory.add(`The lamp in the ${space} hall flickered on ${day}`, { space })).id)
    return ids
  }
  const [team, notes] = [await say('team'), await say('notes')]
  now += 30 * 86_400_000
  const { groups } = await memory.consolidate()
  expect(groups.map(({ from }) => [...from].sort()).sort()).toEqual([team.sort(), notes.sort()].sort())
  const made = await Promise.all(groups.map(({ id }) => memory.get(id!)))
  expect(made.map(record => record!.space).sort()).toEqual(['notes', 'team'])
})
