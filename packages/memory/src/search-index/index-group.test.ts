import { expect, test } from 'vitest'
import { english } from '../recall/language'
import { recallCreator } from './create-recall'
import { IndexGroups } from './index-groups'

const yieldToLoop = () => new Promise<void>(resolve => setImmediate(resolve))
const create = recallCreator({ kinds: new Map() }, english)
const beside = { noted: [], turns: [], times: new Float64Array(0) }

const record = (at: number) => ({
  id: `team\u0000${at}`,
  text: `a violin number ${at}`,
  space: 'team',
  kind: 'semantic',
  author: 'Ada',
  tags: [],
  time: at,
})

const found = async (view: ReturnType<IndexGroups['join']>) =>
  (await view.search({ text: 'violin', limit: 40 }, undefined)).length

async function keep(): Promise<Uint8Array<ArrayBuffer>> {
  const view = new IndexGroups({ pause: yieldToLoop }).join('ada', create)
  for (let at = 0; at < 30; at++) view.put(record(at))
  return (await view.save('team', beside))!
}

test('who comes while another one restores a space is told of nothing in it', async () => {
  const bytes = await keep()
  const groups = new IndexGroups({ pause: yieldToLoop })
  const one = groups.join('ada', create)
  const restored = one.restore('team', bytes)
  const two = groups.join('ada', create)
  expect(await restored).toEqual(beside)
  expect([await found(one), await found(two)]).toEqual([30, 0])
})

test('one that leaves before it has restored a space leaves nothing of it with the others', async () => {
  const bytes = await keep()
  const groups = new IndexGroups({ pause: yieldToLoop })
  const [one, two] = [groups.join('ada', create), groups.join('ada', create)]
  two.put({ ...record(1), id: 'notes\u00001', space: 'notes' })
  const restored = one.restore('team', bytes)
  one.leave()
  expect(await restored).toBeUndefined()
  expect(await found(two)).toBe(1)
})

test('nobody comes while the second of two spaces is being restored', async () => {
  const bytes = await keep()
  const groups = new IndexGroups({ pause: yieldToLoop })
  const one = groups.join('ada', create)
  const view = new IndexGroups({ pause: yieldToLoop }).join('ada', create)
  view.put({ ...record(1), id: 'notes\u00001', space: 'notes' })
  const small = one.restore('notes', (await view.save('notes', beside))!)
  const large = one.restore('team', bytes)
  await small
  const two = groups.join('ada', create)
  await large
  expect([await found(one), await found(two)]).toEqual([31, 0])
})

test('two that restore the same space at the same time have one index afterwards', async () => {
  const bytes = await keep()
  const groups = new IndexGroups({ pause: yieldToLoop })
  const views = [groups.join('ada', create), groups.join('ada', create)]
  await Promise.all(views.map(view => view.restore('team', bytes.slice())))
  for (const view of views) await view.settled()
  expect(groups.size).toBe(1)
  for (const view of views) expect(await found(view)).toBe(30)
})

test('what only one held is gone from the index when it leaves, also while the others ask nothing', async () => {
  const made: ReturnType<typeof create>[] = []
  const groups = new IndexGroups({ pause: yieldToLoop })
  const join = () =>
    groups.join('ada', asker => {
      made.push(create(asker))
      return made.at(-1)!
    })
  const [one, two] = [join(), join()]
  for (const view of [one, two]) view.put(record(1))
  one.put(record(2))
  expect(made.map(({ size }) => size)).toEqual([2])
  one.leave()
  await expect.poll(() => made.map(({ size }) => size)).toEqual([1])
})
