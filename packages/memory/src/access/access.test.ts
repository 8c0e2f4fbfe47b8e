import type { PolicyEntry, Right, Statement } from '@commonplace/protocol'
import { nextEntry } from '@commonplace/protocol'
import { StorageError, storageKey } from '@commonplace/storage'
import { MemoryDisk, memoryStorage } from '@commonplace/storage/memory'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { ask, governed } from '../../../relay/src/server/guarded-relay.fixture'
import { type AccessLog, type Memory, openMemory } from '../index'
import { open } from '../open.fixture'
import { PolicyReplica } from './policy-replica'

/** A relay with a policy log, and memories whose tokens it takes. */
async function team() {
  const relay = await governed()
  const memoryOf = async (
    agent: string,
    claims: { readonly user?: string; readonly admin?: boolean } = {},
    storage = memoryStorage(),
  ) => {
    const getToken = () => relay.sign({ tenant: 'acme', agent, ...claims })
    const memory = await openMemory({
      agent: { id: agent, ...(claims.user && { user: claims.user }) },
      tenant: 'acme',
      storage,
      relay: { url: relay.url, getToken },
      clock: () => relay.clock.now(),
    })
    onTestFinished(() => memory.close())
    return memory
  }
  return { ...relay, memoryOf }
}

/** Waits until what the memory holds of the log is as wanted. */
async function until(memory: Memory, isWanted: (log: AccessLog) => boolean): Promise<AccessLog> {
  for (;;) {
    const changed = new Promise<void>(resolve => {
      const stop = memory.access.onChange(() => {
        stop()
        resolve()
      })
    })
    const log = await memory.access.show()
    if (isWanted(log)) return log
    await changed
  }
}

test('AC12 an agent explains its own rights offline, as they were and as they are', async () => {
  const { grant, revoke, memoryOf, clock } = await team()
  await grant('support', 'payments', 'append')
  const disk = new MemoryDisk()
  const memory = await memoryOf('support', {}, memoryStorage({ from: disk }))
  await until(memory, ({ isCurrent, lines }) => isCurrent && lines.length === 1)
  const before = clock.now()
  clock.pass(1000)
  await revoke('support', 'payments', 'append')
  await until(memory, ({ lines }) => lines.length === 2)
  await memory.close()
  const alone = await openMemory({ agent: { id: 'support' }, tenant: 'acme', storage: memoryStorage({ from: disk }) })
  onTestFinished(() => alone.close())
  const now = await alone.access.explain('support', 'payments')
  expect(now).toMatchObject({ rights: ['discover', 'read'], isDelegated: true })
  expect(now.because.map(({ line, isInForce }) => [line.do, line.right, isInForce])).toEqual([
    ['grant', 'append', true],
    ['revoke', 'append', true],
  ])
  expect((await alone.access.explain('support', 'payments', before)).rights).toContain('append')
  expect((await alone.access.explain('support', 'elsewhere')).rights).toEqual([])
  await expect(alone.access.explain('billing', 'payments')).rejects.toMatchObject({ code: 'forbidden' })
  expect(await alone.access.show()).toMatchObject({ reach: 'part', isCurrent: false })
})

test('AC12 the library answers as the relay does, for admins about everybody, for others about themselves', async () => {
  const { change, root, url, sign, memoryOf, clock } = await team()
  const admin = await memoryOf('root', { admin: true })
  const support = await memoryOf('support', { user: 'ada' })
  const [agents, users, spaces] = [
    ['support', 'billing'],
    ['', 'ada', 'bob'],
    ['team', 'pay', 'notes/ada', 'notes/bob'],
  ]
  const pattern = fc.constantFrom(...spaces, '*', 'notes/*', 'notes/{user}', '**')
  const agent = fc.constantFrom(...agents, '*')
  const verb = fc.constantFrom('grant' as const, 'revoke' as const)
  const right = fc.constantFrom<Right>('discover', 'read', 'append', 'curate')
  const statements: fc.Arbitrary<Statement>[] = [
    fc.record({ do: verb, agent, user: fc.constantFrom('ada', 'bob', '*') }),
    fc.record({ do: verb, agent, space: pattern, right }),
    fc.record({
      do: verb,
      agent,
      space: pattern,
      right,
      until: fc.integer({ min: 1, max: 9 }).map(s => clock.now() + s * 1000),
    }),
  ]
  const drawn = fc.sample(fc.oneof(...statements), { numRuns: 30, seed: 7 })
  const asIs = (answer: object) => JSON.parse(JSON.stringify(answer))
  let number = 0
  for (const statement of drawn) {
    clock.pass(300)
    ;({ number } = await change(statement))
    if (number % 10 !== 0) continue
    await until(admin, ({ lines }) => lines.length === number)
    const token = await sign({ tenant: 'acme', agent: 'support', user: 'ada' })
    const { content } = await ask(url, token, '')
    const seen = await until(support, ({ lines }) => lines.at(-1)?.hash === content.entries.at(-1)?.hash)
    expect(seen.lines).toHaveLength(content.entries.length)
    for (const space of spaces) {
      for (const at of [clock.now(), clock.now() - 2000, clock.now() + 4000]) {
        for (const [memory, asker, who] of [
          [support, token, { agent: 'support', user: 'ada' }],
          ...agents.flatMap(name => users.map(user => [admin, root, { agent: name, ...(user && { user }) }] as const)),
        ] as const) {
          const query = new URLSearchParams({ user: '', ...who, space, at: `${at}` })
          const { content: expected } = await ask(url, asker, `/explain?${query}`)
          const { because, ...found } = await memory.access.explain(who, space, at)
          expect(asIs({ ...found, at })).toEqual(asIs({ ...expected, because: undefined }))
          expect(because.map(({ line, isInForce }) => [line.hash, isInForce])).toEqual(
            expected.because.map(({ entry, isInForce }: { entry: PolicyEntry; isInForce: boolean }) => [
              entry.hash,
              isInForce,
            ]),
          )
        }
      }
    }
  }
})

test('an agent that never heard of the policy is told what to do; so is one whose relay keeps none', async () => {
  const alone = await open('support')
  await expect(alone.access.explain('support', 'team')).rejects.toMatchObject({ code: 'no-relay' })
  expect(await alone.access.show()).toMatchObject({ reach: 'unknown', lines: [], head: '' })
  await expect(alone.access.explain('support', 'team', 'tomorrow')).rejects.toMatchObject({ code: 'invalid-input' })
})

test('AC14 a line that is not what was logged is not taken, nor any after it; what was verified stays, and is fetched on from there', async () => {
  const errors: unknown[] = []
  const storage = memoryStorage()
  const options = { storage, tenant: 'acme', onError: (error: unknown) => errors.push(error), onChange() {} }
  const replica = await PolicyReplica.open(options)
  const entries: PolicyEntry[] = []
  for (const space of ['a', 'b', 'c', 'd']) {
    const statement: Statement = { do: 'grant', agent: 'support', space, right: 'read' }
    entries.push(nextEntry('acme', entries.at(-1), { now: 5, by: 'root', statement }))
  }
  const begin = (after: number, upTo = 4) => replica.receive({ type: 'policy', reach: 'whole', after, upTo, rules: [] })
  const [a, b, c, d] = entries as [PolicyEntry, PolicyEntry, PolicyEntry, PolicyEntry]
  begin(0)
  replica.receive({ type: 'policy-lines', lines: [a, b, { ...c, by: 'mallory' }, d] })
  expect(errors).toMatchObject([{ code: 'invalid', message: expect.stringContaining('line 3') }])
  replica.receive({ type: 'policy-lines', lines: [c] })
  expect([replica.position(), replica.isCurrent]).toEqual([{ after: 2, hash: b.hash }, false])
  replica.lost()
  begin(2)
  replica.receive({ type: 'policy-lines', lines: [c, d] })
  expect([replica.position().after, replica.isCurrent]).toEqual([4, true])
  // A relay whose store was taken from a backup.
  begin(1, 1)
  expect(errors.slice(1)).toMatchObject([{ code: 'invalid', message: expect.stringContaining('3 lines from 2 on') }])
  await replica.settled()
  const reopened = await PolicyReplica.open(options)
  expect(reopened.held.entries).toEqual([a])
})

test('AC14 lines that cannot be read any more on this device are fetched again, with those after them', async () => {
  const storage = memoryStorage()
  const options = { storage, tenant: 'acme', onError: () => {}, onChange() {} }
  const replica = await PolicyReplica.open(options)
  const entries: PolicyEntry[] = []
  for (const space of ['a', 'b', 'c']) {
    const statement: Statement = { do: 'grant', agent: 'support', space, right: 'read' }
    entries.push(nextEntry('acme', entries.at(-1), { now: 5, by: 'root', statement }))
  }
  const tell = (to: PolicyReplica, after: number) => {
    to.receive({ type: 'policy', reach: 'whole', after, upTo: 3, rules: [] })
    to.receive({ type: 'policy-lines', lines: entries.slice(after) })
    return to.settled()
  }
  await tell(replica, 0)
  for (const [key, kept] of [
    [storageKey('policy', 'line', 2), 1],
    [storageKey('policy', 'head'), 0],
  ] as const) {
    await storage.commit([{ put: key, value: Uint8Array.of(0, 200, 7) }])
    const damaged = async () => {
      throw new StorageError('damaged', 'a value is not as it was written')
    }
    for (const each of [options, { ...options, storage: { ...storage, get: damaged } }]) {
      const { after } = (await PolicyReplica.open(each)).position()
      expect(after).toBe(each === options ? kept : 0)
    }
    const reopened = await PolicyReplica.open(options)
    await tell(reopened, kept)
    expect((await PolicyReplica.open(options)).held.entries).toEqual(entries)
  }
})
