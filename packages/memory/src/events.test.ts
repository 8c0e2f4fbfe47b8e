import { StorageError } from '@commonplace/storage'
import { memoryStorage } from '@commonplace/storage/memory'
import { expect, test } from 'vitest'
import { Events, type MemoryEvents } from './events'
import { open } from './open.fixture'

const durable: MemoryEvents['durable'] = { space: 'team', ids: [] }

test('a listener that throws and an async one that rejects are told as errors, and the others are called', async () => {
  const events = new Events()
  const heard: string[] = []
  const errors: MemoryEvents['error'][] = []
  const both = new Promise<void>(resolve =>
    events.on('error', error => {
      if (errors.push(error) === 2) resolve()
    }),
  )
  events.on('durable', () => {
    throw new Error('at once')
  })
  events.on('durable', async () => {
    throw new Error('later')
  })
  events.on('durable', () => void heard.push('third'))
  events.emit('durable', durable)
  await both
  expect(heard).toEqual(['third'])
  expect(errors).toEqual([
    { error: new Error('at once'), during: 'durable' },
    { error: new Error('later'), during: 'durable' },
  ])
})

test('a listener that is added while an event is told hears the next one', () => {
  const events = new Events()
  let heard = 0
  events.on('durable', function again() {
    heard++
    events.on('durable', again)
  })
  events.emit('durable', durable)
  expect(heard).toBe(1)
})

test('one function that listens twice is called twice, and stops once for each', () => {
  const events = new Events()
  let heard = 0
  const listener = () => heard++
  const stop = events.on('durable', listener)
  events.on('durable', listener)
  stop()
  events.emit('durable', durable)
  expect(heard).toBe(1)
})

test('what fails in the background is told as every error of the library is: a code from its list, and whose it is', async () => {
  const storage = memoryStorage()
  const scrub = () => Promise.reject(new StorageError('full', 'no room for a copy', { hint: 'make some' }))
  const ada = await open('ada', { storage: { ...storage, scrub } })
  const told = new Promise<MemoryEvents['error']>(resolve => ada.on('error', resolve))
  const { id } = await ada.add('a note')
  await ada.erase({ ids: [id] })
  expect(await told).toMatchObject({
    during: 'erasing',
    error: {
      name: 'CommonplaceError',
      code: 'storage-full',
      message: 'agent "ada": no room for a copy',
      hint: 'make some',
    },
  })
})
