import { expect, test } from 'vitest'
import type { Core } from '../core'
import { WorkDesk } from './desk'

const openDesk = () =>
  new WorkDesk({ session: '0123456789abcdef', identity: { agent: 'ada' }, onClose() {} } as unknown as Core)

/** A run that ends when the test says so, whether it was called off or not. */
function heldRun() {
  let finish = (_value: string) => {}
  let calledOff: AbortSignal | undefined
  const result = new Promise<string>(resolve => {
    finish = resolve
  })
  const work = (signal: AbortSignal) => {
    calledOff = signal
    return result
  }
  return { work, finish: (value: string) => finish(value), isCalledOff: () => calledOff?.aborted }
}

test('who asks when nobody waits for a run any more begins another, and the end of the first leaves that alone', async () => {
  const desk = openDesk()
  const gone = new AbortController()
  const [first, second, third] = [heldRun(), heldRun(), heldRun()]
  const asked = desk.share('k', gone.signal, first.work)
  gone.abort(new Error('gone'))
  await expect(asked).rejects.toThrow('gone')
  expect(first.isCalledOff()).toBe(true)
  const again = desk.share('k', undefined, second.work)
  first.finish('first')
  await new Promise(resolve => setImmediate(resolve))
  const joined = desk.share('k', undefined, third.work)
  third.finish('third')
  second.finish('second')
  expect(await Promise.all([again, joined])).toEqual(['second', 'second'])
})

test('a run goes on for those who still wait', async () => {
  const desk = openDesk()
  const gone = new AbortController()
  const run = heldRun()
  const asked = [desk.share('k', gone.signal, run.work), desk.share('k', undefined, run.work)]
  gone.abort(new Error('gone'))
  await expect(asked[0]).rejects.toThrow('gone')
  expect(run.isCalledOff()).toBe(false)
  run.finish('value')
  expect(await asked[1]).toBe('value')
})
