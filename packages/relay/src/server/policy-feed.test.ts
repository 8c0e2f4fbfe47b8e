import { chainFault, type Policy, type PolicyEntry, type PolicyLines, policyLinesPerFrame } from '@commonplace/protocol'
import { expect, test } from 'vitest'
import { ask, governed, greet } from './guarded-relay.fixture'
import { RawClient } from './raw-client.fixture'
import { testRelay } from './test-relay.fixture'

/** Follows the policy with a raw client, checking the chain of what it gets. */
function followed(client: RawClient) {
  const entries: PolicyEntry[] = []
  const take = ({ lines }: PolicyLines) => {
    for (const line of lines) {
      const last = entries.at(-1)
      const entry = { number: entries.length + 1, previous: last?.hash ?? '', ...line }
      expect(chainFault('acme', last, entry)).toBeNull()
      entries.push(entry)
    }
  }
  return {
    entries,
    told: () => entries.map(({ statement: { do: verb, agent, ...edge } }) => [verb, agent, Object.values(edge)[0]]),
    async follow(after = 0, hash = ''): Promise<Policy> {
      client.send({ type: 'follow-policy', after, hash })
      return this.begin()
    },
    async begin(): Promise<Policy> {
      const policy = await client.next('policy')
      entries.length = policy.after
      while (entries.length < policy.upTo) take(await client.next('policy-lines'))
      return policy
    },
    more: async () => take(await client.next('policy-lines')),
  }
}

test('AC12 an admin gets all of the log over its socket, line by line as it grows, and from where it was when it is back', async () => {
  const { grant, revoke, root, url } = await governed()
  for (const agent of ['ada', 'bob']) await grant(agent, 'team', 'append')
  const admin = await greet(url, root)
  const log = followed(admin)
  expect(await log.follow()).toMatchObject({ reach: 'whole', after: 0, upTo: 2, rules: [] })
  await revoke('bob', 'team', 'read')
  await log.more()
  const { content } = await ask(url, root, '')
  expect(log.entries).toEqual(content.entries)
  const again = followed(await greet(url, root))
  again.entries.push(...log.entries.slice(0, 2))
  expect(await again.follow(2, log.entries[1]!.hash)).toMatchObject({ after: 2, upTo: 3 })
  expect(again.entries).toEqual(log.entries)
  const other = followed(await greet(url, root))
  expect(await other.follow(2, log.entries[0]!.hash)).toMatchObject({ after: 0, upTo: 3 })
})

test('AC12 what a revocation closes is closed before its line is told', async () => {
  const { grant, revoke, greet } = await governed()
  await grant('bob', 'team', 'append')
  const bob = await greet('bob')
  await bob.join('team', { tenant: 'acme' })
  const log = followed(bob)
  await log.follow()
  await revoke('bob', 'team', 'read')
  await bob.settle()
  expect(bob.pending).toEqual(['closed', 'policy-lines'])
})

test('AC13 who sees a part learns neither the number nor the bytes of what it does not see', async () => {
  const { grant, revoke, change, greet } = await governed()
  await grant('support', 'team', 'read')
  const support = await greet('support')
  const log = followed(support)
  expect(await log.follow()).toMatchObject({ reach: 'part', after: 0, upTo: 1 })
  await grant('billing', 'secret-merger', 'append')
  await revoke('support', 'secret-merger', 'discover')
  await change({ do: 'grant', user: 'ada', agent: 'billing' })
  await support.settle()
  expect(support.pending).toEqual([])
  await revoke('support', 'team', 'append')
  await log.more()
  expect(log.told()).toEqual([
    ['grant', 'support', 'team'],
    ['revoke', 'support', 'team'],
  ])
  expect(log.entries.map(({ number }) => number)).toEqual([1, 2])
})

test('AC13 who comes to administer a space sees what was said of it, and from then on what is said; who ceases to does not', async () => {
  const { grant, revoke, greet } = await governed()
  await grant('billing', 'payments', 'append')
  await grant('lead', 'team', 'read')
  const lead = await greet('lead')
  const log = followed(lead)
  await log.follow()
  expect(log.told()).toEqual([['grant', 'lead', 'team']])
  await grant('lead', 'payments', 'admin')
  expect(await log.begin()).toMatchObject({ after: 0, upTo: 3 })
  await grant('audit', 'payments', 'read')
  await log.more()
  expect(log.told()).toEqual([
    ['grant', 'billing', 'payments'],
    ['grant', 'lead', 'team'],
    ['grant', 'lead', 'payments'],
    ['grant', 'audit', 'payments'],
  ])
  await revoke('lead', 'payments', 'admin')
  await log.begin()
  expect(log.told()).toEqual([
    ['grant', 'lead', 'team'],
    ['grant', 'lead', 'payments'],
    ['revoke', 'lead', 'payments'],
  ])
})

test('AC12 a log of more than one frame comes whole', async () => {
  const { grant, root, url } = await governed()
  for (let n = 0; n <= policyLinesPerFrame; n++) await grant(`agent-${n}`, 'team', 'read')
  const log = followed(await greet(url, root))
  expect(await log.follow()).toMatchObject({ upTo: policyLinesPerFrame + 1 })
  expect(log.entries).toHaveLength(policyLinesPerFrame + 1)
})

test('AC15 a relay that keeps no log says so; a second follow-policy ends the socket', async () => {
  const { url } = await testRelay()
  const client = await RawClient.greet(url, 'ada')
  client.send({ type: 'follow-policy', after: 0, hash: '' })
  expect(await client.next('policy')).toMatchObject({ reach: 'none', upTo: 0 })
  client.send({ type: 'follow-policy', after: 0, hash: '' })
  expect(await client.next('failed')).toMatchObject({ code: 'invalid' })
})
