import { afterAll, expect, test } from 'vitest'
import type { ParrotVerbs } from './parrot.fixture'
import { endAll, StartedProcess } from './started-process'

const start = (onNews?: (news: unknown) => void) =>
  new StartedProcess<ParrotVerbs>('parrot', new URL('./parrot.fixture.ts', import.meta.url), onNews)

afterAll(endAll)

test('calls are answered, news arrive, refusals carry reason and hint', async () => {
  const news: unknown[] = []
  const parrot = start(one => news.push(one))
  expect(await Promise.all([parrot.call('repeat', 'hello'), parrot.call('repeat', 'bye')])).toEqual(['hello', 'bye'])
  expect(news).toEqual(['said hello', 'said bye'])
  await expect(parrot.call('refuse', 'bring one')).rejects.toThrow('parrot: no cracker (bring one)')
  await expect(parrot.call('fly' as 'repeat', '')).rejects.toThrow('does not know "fly"')
  await parrot.end()
  await expect(parrot.call('repeat', 'hello')).rejects.toThrow('parrot: the process is gone')
})

test('a process that dies fails the calls it has not answered', async () => {
  const parrot = start()
  const calls = await Promise.allSettled([parrot.call('listen', null), parrot.call('die', 7)])
  expect(calls.map(call => String((call as PromiseRejectedResult).reason))).toEqual([
    'Error: parrot: the process ended (exit code 7)',
    'Error: parrot: the process ended (exit code 7)',
  ])
})

test('ending reaches a process that is busy with something that never ends', async () => {
  const parrot = start()
  const listening = parrot.call('listen', null)
  listening.catch(() => {})
  await parrot.call('repeat', 'hello')
  await parrot.end()
  await expect(listening).rejects.toThrow('the process ended (exit code 0)')
})
