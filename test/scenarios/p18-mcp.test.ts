import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { startRelay } from '@commonplace/relay'
import { memoryStorage } from '@commonplace/storage/memory'
import { expect, onTestFinished, test } from 'vitest'
import { nodeArguments } from '../../scripts/node-program'
import { relayProcessOfTest } from '../fixtures/agents-of-test'
import { folderOfTest } from '../fixtures/folders'
import { memoryOfTest } from '../fixtures/memories'
import { type Host, hostOfTest } from './mcp-host.fixture'

interface Shown {
  readonly id: string
  readonly content: string
  readonly author: string
}
type Found = { readonly hits: readonly Shown[] }
type Added = { readonly record: Shown }

const team = async (names: readonly string[]) => {
  const relay = await relayProcessOfTest()
  const hosts = await Promise.all(names.map(name => hostOfTest(['--agent', name, '--relay', relay.url])))
  return { relay, hosts }
}
const finds = (host: Host, query: string) => async () =>
  (await host.call<Found>('memory_search', { query })).hits.map(({ content, author }) => [content, author])

test('P18 two MCP hosts and an agent of the library remember together through a relay', async () => {
  const { relay, hosts } = await team(['coder', 'reviewer'])
  const [coder, reviewer] = hosts as [Host, Host]
  await coder.call('memory_add', { content: 'The payments module is deprecated since March', tags: ['payments'] })
  const seen = [['The payments module is deprecated since March', 'coder']]
  await expect.poll(finds(reviewer, 'which module is deprecated?')).toEqual(seen)
  const planner = await memoryOfTest('planner', { relay: relay.url })
  await expect
    .poll(async () => (await planner.search('deprecated module')).map(hit => hit.record.author.agent))
    .toEqual(['coder'])
  const [text, about] = await reviewer.call<string[]>('memory_context', { query: 'payments module', budget: 300 })
  expect(text).toContain('deprecated since March')
  const { cursor, tokens } = JSON.parse(about!) as { cursor: string; tokens: number }
  expect(tokens).toBeLessThanOrEqual(300)
  const [news] = await reviewer.call<string[]>('memory_context', { query: 'payments module', since: cursor })
  expect(news).not.toContain('deprecated since March')
})

test('P18 what two hosts claim at once stands as one conflict for both, until one settles it', async () => {
  const { relay, hosts } = await team(['billing', 'fulfilment'])
  const [billing, fulfilment] = hosts as [Host, Host]
  relay.freeze()
  await billing.call('fact_assert', { key: 'order/42/status', value: 'processing' })
  await fulfilment.call('fact_assert', { key: 'order/42/status', value: 'shipped' })
  relay.wake()
  type Disputed = {
    readonly facts: readonly { readonly sides: readonly { readonly id: string; readonly value: string }[] }[]
  }
  const sides = async (host: Host) =>
    (await host.call<Disputed>('fact_list', { disputed: true })).facts.flatMap(fact =>
      fact.sides.map(side => side.value),
    )
  for (const host of hosts) await expect.poll(() => sides(host)).toEqual(['processing', 'shipped'])
  const resource = await billing.client.readResource({ uri: 'commonplace://conflicts' })
  expect(JSON.stringify(resource.contents)).toContain('order/42/status')
  await expect(billing.call('fact_resolve', { key: 'order/42/status', reason: 'which?' })).rejects.toThrow(
    'side or value',
  )
  await billing.call('fact_resolve', { key: 'order/42/status', value: 'shipped', reason: 'the scan says so' })
  for (const host of hosts) await expect.poll(() => sides(host)).toEqual([])
})

test('P18 work that one host has begun is busy for the other, done once it is finished, and free when its host is killed', async () => {
  const { hosts } = await team(['one', 'two'])
  const [one, two] = hosts as [Host, Host]
  const key = ['crm.lookup', { customer: 42 }]
  type Begun = { readonly state: string; readonly work: string; readonly result: unknown }
  const mine = await one.call<Begun>('work_begin', { key })
  expect(mine.state).toBe('yours')
  expect((await two.call<Begun>('work_begin', { key, waitSeconds: 1 })).state).toBe('busy')
  const waiting = two.call<Begun>('work_begin', { key })
  expect(await one.call('work_finish', { work: mine.work, result: { plan: 'gold' } })).toEqual({ state: 'done' })
  expect(await waiting).toEqual({ state: 'done', result: { plan: 'gold' } })
  await expect(one.call('work_finish', { work: mine.work })).rejects.toThrow(
    /unknown-record: .*What to do: .*work_begin/,
  )

  const failing = await two.call<Begun>('work_begin', { key: 'report' })
  expect(await two.call('work_finish', { work: failing.work, failed: 'the API is down' })).toEqual({ state: 'failed' })
  const again = await one.call<Begun>('work_begin', { key: 'report' })
  expect(again.state).toBe('yours')
  process.kill(one.pid, 'SIGKILL')
  expect((await two.call<Begun>('work_begin', { key: 'report', waitSeconds: 55 })).state).toBe('yours')
})

test('P18 a host that starts anew has what it remembered, whether it was closed or killed', async () => {
  const store = await folderOfTest()
  const flags = ['--agent', 'coder', '--store', store]
  const first = await hostOfTest(flags)
  const { record } = await first.call<Added>('memory_add', { content: 'Tests run with pnpm test' })
  await first.call('run_checkpoint', { run: 'ticket-7', state: { step: 3 } })
  process.kill(first.pid, 'SIGKILL')
  const second = await hostOfTest(flags)
  await expect.poll(finds(second, 'how do tests run?')).toEqual([['Tests run with pnpm test', 'coder']])
  expect(await second.call('run_resume', { run: 'ticket-7' })).toMatchObject({ state: { step: 3 }, from: 'coder' })
  await second.call('memory_retract', { id: record.id, reason: 'it is npm test' })
  await second.close()
  const third = await hostOfTest(flags)
  expect(await third.call('memory_search', { query: 'how do tests run?' })).toEqual({ hits: [] })
  expect(await third.call('memory_get', { id: record.id })).toMatchObject({
    record: null,
    versions: [{}, { state: 'retracted' }],
  })
})

test('P18 a host is told what each tool does, and gets only what it was allowed, in both eras of the protocol', async () => {
  const everything = await hostOfTest(['--agent', 'a'])
  const { tools } = await everything.client.listTools()
  expect(tools.map(({ name }) => name)).not.toContain('memory_erase')
  for (const { name, description, inputSchema, annotations } of tools) {
    expect([name, description && description.length > 20, inputSchema.additionalProperties]).toEqual([
      name,
      true,
      false,
    ])
    expect([name, annotations?.openWorldHint]).toEqual([name, false])
  }
  expect(everything.client.getInstructions()).toContain('never instructions')
  const modern = await hostOfTest(['--agent', 'b', '--read-only', '--tools', 'records,erasing'], {
    versionNegotiation: { mode: { pin: '2026-07-28' } },
  })
  const allowed = (await modern.client.listTools()).tools
  expect(allowed.map(({ name }) => name)).toEqual(['memory_context', 'memory_search', 'memory_get', 'memory_status'])
  expect(allowed.every(({ annotations }) => annotations?.readOnlyHint)).toBe(true)
  await expect(modern.call('memory_add', { content: 'x' })).rejects.toThrow('memory_add')
  expect(await modern.call('memory_status')).toMatchObject({ identity: { agent: 'b' }, connection: 'none' })
})

test('P18 what does not fit is refused with who, what and what to do, and the server goes on', async () => {
  const host = await hostOfTest(['--agent', 'coder', '--tools', 'records,erasing'])
  await expect(host.call('memory_add', { content: 'x', colour: 'red' })).rejects.toThrow(/colour/)
  await expect(host.call('memory_add', { content: ' ' })).rejects.toThrow(/invalid-input: agent "coder".*What to do/)
  await expect(host.call('memory_retract', { id: 'nowhere', reason: 'r' })).rejects.toThrow(/What to do/)
  await expect(host.call('memory_search', { query: 'x', filter: { colour: 'red' } })).rejects.toThrow(
    /colour.*What to do/,
  )
  await expect(host.client.readResource({ uri: 'commonplace://record/team.0.x.1' })).rejects.toThrow(/commonplace:/)
  for (const [id, why] of [
    ['nowhere', /not found.*What to do: ids look like/],
    ['%E0%A4%A', /not found.*malformed/],
  ] as const) {
    const asked = host.client.readResource({ uri: `commonplace://record/${id}` })
    await expect(asked).rejects.toMatchObject({ code: -32602, message: expect.stringMatching(why) })
  }
  const { record } = await host.call<Added>('memory_add', { content: 'Ada lives in London' })
  expect(await host.call('memory_erase', { ids: [record.id], dryRun: true })).toMatchObject({ erased: [record.id] })
  await host.call('memory_erase', { ids: [record.id] })
  expect(await host.call('memory_search', { query: 'London' })).toEqual({ hits: [] })
})

test('P18 a relay with keys believes the token in the file, which is read anew, and says what is wrong with another', async () => {
  const folder = await folderOfTest()
  const relayCommand = async (...args: string[]) => {
    const bin = join(import.meta.dirname, '../../packages/relay/src/bin.ts')
    return (await promisify(execFile)(process.execPath, nodeArguments(bin, ...args))).stdout.trim()
  }
  const [key = '', keys = ''] = (await relayCommand('keys', '--out', folder)).split('\n')
  const rules: { tenant: string; space: string; rights: ('discover' | 'read' | 'append')[] }[] = [
    { tenant: '*', space: 'team', rights: ['discover', 'read', 'append'] },
  ]
  const relay = await startRelay({ data: memoryStorage(), tokens: { keys, policy: { version: 1, rules } } })
  onTestFinished(() => relay.close())
  const tokenFile = join(folder, 'token')
  await writeFile(tokenFile, 'nonsense')
  const host = await hostOfTest(['--agent', 'coder', '--relay', relay.url, '--token-file', tokenFile])
  await expect.poll(host.said).toMatch(/relay .*token/)
  await host.call('memory_add', { content: 'Written before it was let in' })
  await writeFile(
    tokenFile,
    `${await relayCommand('token', '--key', key, '--tenant', 'default', '--agent', 'coder')}\n`,
  )
  type Status = { readonly connection: string; readonly pending: number }
  const stands = async () => {
    const { connection, pending } = await host.call<Status>('memory_status')
    return { connection, pending }
  }
  await expect.poll(stands).toEqual({ connection: 'online', pending: 0 })
})
