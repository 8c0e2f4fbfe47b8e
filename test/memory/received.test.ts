import { type Memory, openMemory } from '@commonplace/memory'
import { startRelay } from '@commonplace/relay'
import { memoryStorage } from '@commonplace/storage/memory'
import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../packages/relay/src/identity/clock'
import { putEpoch } from '../../packages/relay/src/log/relay-meta'

const hour = 3_600_000
const key = 'order/42/status'

test('RC5 a clock that is fast wins no argument: what was said is no younger than the relay received it', async () => {
  const time = { now: Date.UTC(2026, 0, 1) }
  const relay = await startRelay({
    data: memoryStorage(),
    insecure: true,
    clock: { ...systemClock, now: () => time.now },
  })
  onTestFinished(() => relay.close())
  const open = async (id: string, ahead: number) => {
    const memory = await openMemory({
      agent: { id },
      relay: relay.url,
      storage: memoryStorage(),
      clock: () => time.now + ahead,
    })
    onTestFinished(() => memory.close())
    return memory
  }
  const [fast, slow] = await Promise.all([open('fast', hour), open('slow', 0)])
  slow.sync.pause()
  await fast.facts.assert(key, 'shipped')
  expect((await fast.facts.get(key))?.sides[0]?.time.getTime()).toBe(time.now + hour)
  await fast.sync.flush('relay')
  // Its own replica goes by the relay's word too.
  await expect
    .poll(async () => (await fast.facts.get(key))?.sides[0]?.time.getTime())
    .toBeLessThanOrEqual(time.now + 10_000)
  time.now += 60_000
  await slow.facts.assert(key, 'processing')
  slow.sync.resume()
  await slow.sync.flush('relay')
  for (const memory of [fast, slow]) {
    await expect.poll(async () => (await memory.facts.get(key))?.settled).toBe(false)
    expect((await memory.facts.get(key))?.value).toBe('processing')
  }
  const { sides } = (await slow.facts.get(key))!
  const versions = await slow.history(sides[0]!.id)
  const version = versions.find(({ value }) => value === 'shipped')
  expect(version?.claimedTime?.getTime()).toBe(Date.UTC(2026, 0, 1) + hour)
  expect(version?.time).toEqual(version?.received)
})

test('RC5 what fast clocks wrote within one window keeps its order, alone and by turns, and what came after a state is known', async () => {
  const time = { now: Date.UTC(2026, 0, 1) }
  const clock = { ...systemClock, now: () => time.now }
  const relay = await startRelay({ data: memoryStorage(), insecure: true, clock })
  onTestFinished(() => relay.close())
  const open = async (id: string, ahead: number) => {
    const options = { relay: relay.url, storage: memoryStorage(), clock: () => time.now + ahead }
    const memory = await openMemory({ agent: { id }, ...options })
    onTestFinished(() => memory.close())
    return memory
  }
  const [fast, other] = await Promise.all([open('fast', hour), open('other', 0)])
  const said: string[] = []
  const turn = async (memory: Memory) => {
    said.push(`turn ${said.length}`)
    time.now += 10
    await memory.getAll({ maxStaleness: 0 })
    await memory.runs.log('r1', said.at(-1)!, { consistency: 'relay' })
  }
  for (let i = 0; i < 12; i++) await turn(fast)
  for (let i = 0; i < 6; i++) await turn(i % 2 ? fast : other)
  await fast.runs.checkpoint('r1', { done: said.length }, { consistency: 'relay' })
  for (let i = 0; i < 3; i++) await turn(fast)
  for (const memory of [fast, other]) {
    const read = await memory.getAll({ maxStaleness: 0, scope: 'all' })
    expect(new Set(read.map(record => record.time.getTime())).size).toBe(1)
    expect(read.map(({ content }) => content)).toEqual(said)
    expect((await memory.runs.window('r1', { scope: 'all' })).map(({ content }) => content)).toEqual(said)
  }
  const { log } = await other.runs.resume('r1', { scope: 'all' })
  expect(log.map(({ content }) => content)).toEqual(said.slice(-3))
})

test('RC1 RC5 turns stand in their order where the clock of the relay is set back between them, also while it is down', async () => {
  const [time, back] = [{ now: Date.UTC(2026, 0, 1) }, { ms: 0 }]
  const clock = { ...systemClock, now: () => time.now - back.ms }
  const data = memoryStorage()
  let relay = await startRelay({ data, insecure: true, clock })
  onTestFinished(() => relay.close())
  const open = async (id: string) => {
    const memory = await openMemory({
      agent: { id },
      relay: relay.url,
      storage: memoryStorage(),
      clock: () => time.now,
    })
    onTestFinished(() => memory.close())
    return memory
  }
  const [ada, bob] = [await open('ada'), await open('bob')]
  const said: string[] = []
  const turn = async (memory: Memory) => {
    said.push(`turn ${said.length}`)
    time.now += 60_000
    await memory.getAll({ maxStaleness: 0 })
    await memory.runs.log('r1', said.at(-1)!, { consistency: 'relay' })
  }
  for (const memory of [ada, bob]) await turn(memory)
  back.ms = hour
  const carol = await open('carol')
  for (const memory of [ada, carol, bob]) await turn(memory)
  await relay.close()
  back.ms = 2 * hour
  relay = await startRelay({ data: memoryStorage({ from: data.disk }), insecure: true, clock, port: relay.port })
  for (const memory of [ada, bob, carol]) await expect.poll(() => memory.sync.status.value.connection).toBe('online')
  for (const memory of [ada, await open('eve'), bob, carol]) await turn(memory)
  const dan = await open('dan')
  for (const memory of [ada, carol, dan]) {
    const read = await memory.getAll({ maxStaleness: 0, scope: 'all' })
    expect(read.map(({ content }) => content)).toEqual(said)
    expect((await memory.runs.window('r1', { scope: 'all' })).map(({ content }) => content)).toEqual(said)
  }
})

test('RC6 a relay that was restored receives anew what it lost: every replica tells the same times, open or just opened', async () => {
  const time = { now: Date.UTC(2026, 0, 1) }
  const clock = { ...systemClock, now: () => time.now }
  const log = memoryStorage()
  let relay = await startRelay({ data: log, insecure: true, clock })
  onTestFinished(() => relay.close())
  const { url } = relay
  const open = async (id: string) => {
    const memory = await openMemory({ agent: { id }, relay: url, storage: memoryStorage(), clock: clock.now })
    onTestFinished(() => memory.close())
    return memory
  }
  const [writer, reader] = [await open('writer'), await open('reader')]
  await writer.add('said before the backup', { consistency: 'relay' })
  const backup = memoryStorage({ from: log.disk.copy() })
  time.now += 60_000
  const { id } = await writer.add('said after the backup', { consistency: 'relay' })
  const said = time.now
  await expect.poll(async () => (await reader.get(id))?.time.getTime()).toBe(said)
  await relay.close()
  await backup.commit([putEpoch('restored')])
  time.now += 60_000
  relay = await startRelay({ data: backup, insecure: true, clock, port: Number(new URL(url).port) })
  const late = await open('late')
  for (const memory of [writer, reader, late]) {
    await memory.sync.flush('relay')
    await expect.poll(async () => (await memory.get(id, { maxStaleness: 0 }))?.time.getTime()).toBe(said)
  }
})
