import type { Memory, MemoryEvents } from '@commonplace/memory'
import { expect, test } from 'vitest'
import { LiveQuery, type Question } from './live-query'

/** A memory's events, raised by hand, and readings that end when they are told to. */
function scene() {
  const listeners = new Set<() => void>()
  const readings: { resolve(value: string): void; reject(error: Error): void }[] = []
  const memory = {
    on(_event: keyof MemoryEvents, listener: () => void) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  } as unknown as Memory
  const question: Question<string> = {
    memory,
    events: ['change'],
    read: () => new Promise((resolve, reject) => readings.push({ resolve, reject })),
  }
  const change = () => {
    for (const listener of listeners) listener()
  }
  return { question, readings, change, listeners }
}

const turn = () => new Promise(resolve => setImmediate(resolve))

test('changes during a reading cost one more reading, not one each', async () => {
  const { question, readings, change } = scene()
  const query = new LiveQuery('')
  query.follow(question)
  for (let i = 0; i < 5; i++) change()
  expect(readings).toHaveLength(1)
  readings[0]!.resolve('before')
  await turn()
  expect(query.answer.reading).toEqual({ value: 'before', ready: true })
  expect(readings).toHaveLength(2)
  readings[1]!.resolve('after')
  await turn()
  expect(query.answer).toEqual({ question, reading: { value: 'after', ready: true } })
  expect(readings).toHaveLength(2)
})

test('an error keeps the last value, and the next reading clears it', async () => {
  const { question, readings, change } = scene()
  const query = new LiveQuery('')
  query.follow(question)
  readings[0]!.resolve('one')
  await turn()
  change()
  const error = new Error('no')
  readings[1]!.reject(error)
  await turn()
  expect(query.answer.reading).toEqual({ value: 'one', ready: true, error })
  change()
  readings[2]!.resolve('two')
  await turn()
  expect(query.answer.reading).toEqual({ value: 'two', ready: true })
})

test('what is no longer followed answers nothing and listens to nothing', async () => {
  const { question, readings, listeners } = scene()
  const query = new LiveQuery('')
  let told = 0
  query.subscribe(() => told++)
  const stop = query.follow(question)
  stop()
  readings[0]!.resolve('too late')
  await turn()
  expect([query.answer.reading.value, told, listeners.size]).toEqual(['', 0, 0])
})

test('a reading that fails shows nothing of another question, and of another memory not even where answers are kept', async () => {
  const error = new Error('no')
  const asked = async (keeps: boolean, other: Partial<Question<string>>) => {
    const { question, readings } = scene()
    const query = new LiveQuery('', keeps)
    const stop = query.follow(question)
    readings[0]!.resolve('one')
    await turn()
    stop()
    query.follow({ ...question, ...other, read: () => Promise.reject(error) })
    await turn()
    return query.answer.reading
  }
  const { memory } = scene().question
  expect(await asked(false, {})).toEqual({ value: '', ready: true, error })
  expect(await asked(true, {})).toEqual({ value: 'one', ready: true, error })
  expect(await asked(true, { memory })).toEqual({ value: '', ready: true, error })
})
