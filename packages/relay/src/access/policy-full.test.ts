import { StorageError } from '@commonplace/storage'
import { memoryStorage } from '@commonplace/storage/memory'
import { expect, test } from 'vitest'
import { ask, governed } from '../server/guarded-relay.fixture'
import { policyCommand } from './policy-command'

test('what is granted or revoked while the disk is full is said not to be in force yet, and comes into force when there is room', async () => {
  const storage = memoryStorage()
  const { url, root, grant, greet } = await governed({ data: storage })
  await grant('bob', 'team', 'read')
  const bob = await greet('bob')
  await bob.join('team', { tenant: 'acme' })
  storage.fail(new StorageError('full', 'no room'))
  const revoke = { do: 'revoke', agent: 'bob', space: 'team', right: 'discover' }
  const waits = { status: 202, content: { error: expect.stringContaining('not in force yet') } }
  // One that finds it full, and one that comes then.
  expect(await ask(url, root, '', revoke)).toEqual(waits)
  expect(await ask(url, root, '', { ...revoke, agent: 'eve' })).toEqual(waits)
  const command = ['revoke', '--agent', 'carl', '--space', 'team', '--right', 'discover', '--relay', url]
  await expect(policyCommand(command, { COMMONPLACE_RELAY_TOKEN: root })).rejects.toThrow(
    'has no room: not in force yet',
  )
  expect(bob.pending).toEqual([])
  expect((await ask(url, root, '')).content.entries).toHaveLength(1)
  storage.fail(undefined)
  expect(await bob.next('closed')).toMatchObject({ code: 'revoked' })
  expect((await ask(url, root, '')).content.entries).toHaveLength(4)
  expect((await ask(url, root, '', { ...revoke, agent: 'dan' })).status).toBe(201)
})
