import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { storeName } from './identity'
import { identityOf } from './identity-of'
import { openMemory } from './open-memory'

test('names of stores are alike for equal tenants, agents and users only', () => {
  const named = (id: string, user?: string, tenant?: string) =>
    storeName(identityOf({ agent: { id, ...(user !== undefined && { user }) }, ...(tenant && { tenant }) })).join('/')
  const all = [
    named('support'),
    named('support', 'ada'),
    named('support', 'bob'),
    named('support@u=ada'),
    named('support', 'ada', 'acme'),
    named('support', '2'),
    named('support@2'),
  ]
  expect(new Set(all).size).toBe(all.length)
})

test('what an agent keeps for one user is in no store that it opens for another', async () => {
  const storage = await mkdtemp(join(tmpdir(), 'commonplace-users-'))
  onTestFinished(() => rm(storage, { recursive: true, force: true }))
  const open = (user: string) => openMemory({ agent: { id: 'support', user }, storage })
  const ada = await open('ada')
  await ada.add('the diary of Ada', { space: 'notes' })
  await ada.close()
  const bob = await open('bob')
  expect(await bob.getAll({ scope: 'all' })).toEqual([])
  await bob.close()
  const again = await open('ada')
  expect(await again.getAll()).toMatchObject([{ content: 'the diary of Ada' }])
  await again.close()
  expect((await readdir(join(storage, 'default'))).sort()).toEqual(['support@u=ada', 'support@u=bob'])
})
