import { setTimeout as passed } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { onAbort } from './on-abort'
import { open, relayUrl } from './open.fixture'

/** What Node warned of since, such as a leak. */
function warnings(): string[] {
  const told: string[] = []
  const hear = ({ message }: Error) => told.push(message)
  process.on('warning', hear)
  onTestFinished(() => void process.off('warning', hear))
  return told
}

test('all who listen hear of it, once, and who has stopped does not', () => {
  const { signal, abort } = controlled()
  const heard: string[] = []
  const stopLater = onAbort(signal, () => heard.push('stopped meanwhile'))
  onAbort(signal, () => heard.push('gone'))()
  onAbort(signal, () => {
    heard.push('first')
    stopLater()
  })
  onAbort(signal, () => heard.push('second'))
  stopLater()
  abort()
  abort()
  onAbort(signal, () => heard.push('late'))()
  expect(heard).toEqual(['first', 'second', 'late'])
})

test('a signal that nobody listens to any more has no listener, and takes the next one', () => {
  const { signal, abort } = controlled()
  let listeners = 0
  const { addEventListener, removeEventListener } = signal
  signal.addEventListener = (...args: never[]) => Reflect.apply(addEventListener, signal, args) ?? void listeners++
  signal.removeEventListener = (...args: never[]) =>
    Reflect.apply(removeEventListener, signal, args) ?? void listeners--
  onAbort(signal, () => {})()
  expect(listeners).toBe(0)
  let heard = 0
  onAbort(signal, () => heard++)
  abort()
  expect(heard).toBe(1)
})

test('a hundred calls with one signal, or with none, are no leak that Node warns of', async () => {
  const told = warnings()
  const relay = await relayUrl()
  const memory = await open('ada', { relay })
  const { signal } = controlled()
  const calls: readonly ((n: number) => Promise<unknown>)[] = [
    n => memory.add(`note ${n}`, { signal }),
    n => memory.add(`told ${n}`, { signal, consistency: 'relay' }),
    n => memory.facts.assert(`fact ${n}`, n, { signal, consistency: 'claimed' }),
    n => memory.facts.assert(`other ${n}`, n, { consistency: 'claimed' }),
    () => memory.search('note', { signal }),
    () => memory.getAll({ signal, maxStaleness: 0 }),
    () => memory.sync.flush('relay', { signal }),
    n => memory.work.once(`once ${n}`, () => n, { signal }),
    () => memory.work.once('once', () => 1, { signal }),
    async n => (await memory.work.claim(`claim ${n}`, { signal }))?.release(),
    async n => (await memory.work.claim(`other ${n}`))?.release(),
    async n => {
      await memory.work.tasks.add(`task ${n}`)
      await memory.work.tasks.claim(`task ${n}`)
    },
    n => memory.runs.checkpoint(`run ${n}`, n, { signal }),
  ]
  for (const call of calls) await Promise.all(Array.from({ length: 20 }, (_, n) => call(n)))
  await passed(0)
  expect(told).toEqual([])
})

function controlled() {
  const controller = new AbortController()
  return { signal: controller.signal, abort: () => controller.abort() }
}
