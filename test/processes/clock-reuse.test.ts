import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { payloadsOf, RawClient } from '../../packages/relay/src/server/raw-client.fixture'
import { startAgent } from '../fixtures/agent-process'
import { type RelayProcess, startRelayProcess } from './relay-process.fixture'

let root: string
let relay: RelayProcess
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'clock-reuse-'))
  relay = await startRelayProcess({ data: join(root, 'relay') })
})
afterEach(async () => {
  await relay.kill()
  await rm(root, { recursive: true })
})

/** One life of the agent; resolves with its exit code, null when it was killed. */
function live(death: string, word = death): Promise<number | null> {
  const script = new URL('clock-reuse-agent.fixture.ts', import.meta.url)
  return startAgent(script, [relay.url, join(root, 'ada'), death, word]).ended
}

/** What the relay holds under each client id, in the order of its clocks. */
async function written(): Promise<Map<number, string[]>> {
  const reader = await RawClient.greet(relay.url, 'reader')
  const { pieces } = await reader.join('team')
  reader.close()
  const said = /(first|second) of \w+/
  return new Map(
    [...payloadsOf(pieces.map(({ update }) => update))]
      .map(([client, payloads]) => [client, payloads.flatMap(payload => said.exec(payload)?.[0] ?? [])] as const)
      .filter(([, contents]) => contents.length > 0),
  )
}

test('ID8 ID9 an agent killed between an acknowledgement and its own commit writes under another id, and its write is there once', async () => {
  expect(await live('acknowledged')).toBe(null)
  const [before] = await written()
  expect(before?.[1]).toEqual(['first of acknowledged'])
  expect(await live('never')).toBe(0)
  const after = await written()
  expect(after.get(before![0])).toEqual(['first of acknowledged'])
  after.delete(before![0])
  expect([...after.values()]).toEqual([['first of never', 'second of never']])
})

test('ID8 ID9 AK7 an agent killed at the commit of a write never sent it, and writes under another id', async () => {
  expect(await live('written')).toBe(null)
  const [before] = await written()
  expect(before?.[1]).toEqual(['first of written'])
  expect(await live('never')).toBe(0)
  const after = await written()
  expect(after.get(before![0])).toEqual(['first of written'])
  after.delete(before![0])
  expect([...after.values()]).toEqual([['first of never', 'second of never']])
})

test('ID9 an agent that closed cleanly writes on under its id', async () => {
  for (const word of ['one', 'two']) expect(await live('never', word)).toBe(0)
  const contents = ['first of one', 'second of one', 'first of two', 'second of two']
  expect([...(await written()).values()]).toEqual([contents])
})
