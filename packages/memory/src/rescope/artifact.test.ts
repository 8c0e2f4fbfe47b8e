import { startRelay } from '@commonplace/relay'
import { memoryStorage } from '@commonplace/storage/memory'
import { expect, onTestFinished, test } from 'vitest'
import { textOf } from '../erase/text-of.fixture'
import { open } from '../open.fixture'

const spaces = { mine: 'private', other: 'private', team: 'shared' } as const

test('an artifact that is promoted is its summary alone: nothing that tells of its text leaves the device', async () => {
  const data = memoryStorage()
  const relay = await startRelay({ data, insecure: true })
  onTestFinished(() => relay.close())
  const ada = await open('ada', { relay: relay.url, spaces })
  const put = (summary: string) =>
    ada.artifacts.put('the long text', { summary, space: 'mine', metadata: { from: 'Bob' } })
  const [first, second] = [await put('a summary'), await put('another summary')]
  const { digest } = first.metadata!.artifact as { digest: string }
  await ada.promote({ ids: [first.id] }, { to: 'team', consistency: 'relay' })
  const policy = ({ metadata }: typeof first) => ({ content: 'told', metadata })
  await ada.promote({ ids: [second.id] }, { to: 'team', policy, consistency: 'relay' })
  const bob = await open('bob', { relay: relay.url })
  await expect
    .poll(async () => (await bob.getAll()).map(({ metadata }) => metadata))
    .toEqual([{ from: 'Bob' }, { from: 'Bob' }])
  const [told] = await bob.getAll()
  await expect(bob.artifacts.open(told!.id)).rejects.toMatchObject({ code: 'unknown-record' })
  expect(await textOf(data)).not.toContain(digest)
  expect((await ada.artifacts.open(first.id)).text).toBe('the long text')
})

test('a record with an artifact stays in its space, where its text is', async () => {
  const ada = await open('ada', { spaces })
  const put = await ada.artifacts.put('the long text', { summary: 'a summary', space: 'mine' })
  const { changed, refused } = await ada.rescope({ ids: [put.id] }, { space: 'other' })
  expect([changed, refused]).toEqual([[], [{ id: put.version, reason: 'artifact' }]])
  await ada.rescope({ ids: [put.id] }, { user: 'zoe' })
  expect((await ada.artifacts.open(put.id)).text).toBe('the long text')
})
