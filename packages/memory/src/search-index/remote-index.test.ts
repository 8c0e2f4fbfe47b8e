import { expect, onTestFinished, test } from 'vitest'
import { HandTimers } from '../sync/fake-relay-socket.fixture'
import type { HoldName } from '../tabs/channel'
import { IndexGroups } from './index-groups'
import { portVersion } from './messages'
import { type IndexPort, toPort } from './port'
import { RemoteIndex } from './remote-index'
import { serveIndex } from './serve-index'

const noPause = () => undefined
const yieldToLoop = () => new Promise<void>(resolve => setImmediate(resolve))

/** Names that one side at a time holds; `crash` frees all of one side. */
function names() {
  const claims = new Map<string, { readonly of: string; readonly onHeld: () => void }[]>()
  const next = (name: string) => queueMicrotask(() => claims.get(name)?.[0]?.onHeld())
  const drop = (name: string, isGone: (of: string) => boolean) => {
    const waiting = claims.get(name) ?? []
    const rest = waiting.filter(({ of }) => !isGone(of))
    claims.set(name, rest)
    if (rest[0] !== waiting[0]) next(name)
  }
  const holdNameOf =
    (of: string): HoldName =>
    (name, { onHeld }) => {
      const waiting = claims.get(name) ?? []
      claims.set(name, [...waiting, { of, onHeld }])
      if (waiting.length === 0) next(name)
      return () => drop(name, each => each === of)
    }
  return {
    holdNameOf,
    crash(of: string) {
      for (const name of claims.keys()) drop(name, each => each === of)
    },
  }
}

/** A port that a test speaks through by hand. */
function handPort() {
  const heard: unknown[] = []
  let say: (message: unknown) => void = () => {}
  const port: IndexPort = {
    post: message => void heard.push(message),
    listen: onMessage => {
      say = onMessage
    },
    close: () => void heard.push('closed'),
  }
  return { port, heard, say: (message: unknown) => say(message) }
}

function open(port: IndexPort, holdName: HoldName, { timers = new HandTimers(), name = 'tab' } = {}) {
  const lost: unknown[] = []
  const index: RemoteIndex = new RemoteIndex({
    port,
    setup: { language: 'english', kinds: new Map(), shared: 'ada' },
    wordTable: undefined,
    timers,
    presence: { holdName, name },
    onPassage: () => {},
    onLost: error => lost.push((error as Error).message),
  })
  return { index, lost, timers }
}

/** A worker of two tabs, which hold names while they are there. */
function worker() {
  const { holdNameOf, crash } = names()
  const groups = new IndexGroups({ pause: noPause })
  const held = Promise.resolve('worker')
  holdNameOf('worker')('worker', { onHeld() {} })
  const tab = (name: string) => {
    const { port1, port2 } = new MessageChannel()
    onTestFinished(() => port1.close())
    serveIndex(toPort(port2 as never), { pause: noPause, yieldToLoop, groups, holdName: holdNameOf('worker'), held })
    return open(toPort(port1 as never), holdNameOf(name), { name })
  }
  return { groups, crash, tab }
}

const record = (id: string, text: string) => ({
  id,
  text,
  space: 'team',
  kind: 'semantic',
  author: 'Ada',
  tags: [],
  time: 1,
})

test('a tab that ends without a word leaves nothing in the index that others share', async () => {
  const { groups, crash, tab } = worker()
  const [one, two] = [tab('one'), tab('two')]
  one.index.put(record('a', 'a violin in winter'))
  await one.index.settled()
  await two.index.settled()
  expect(groups.size).toBe(1)
  crash('one')
  two.index.put(record('b', 'a saddle in the meadow'))
  expect(await two.index.search({ text: 'violin' })).toEqual([])
  crash('two')
  await expect.poll(() => groups.size).toBe(0)
})

test('a worker that ends without a word is given up by all, a moment later', async () => {
  const { crash, tab } = worker()
  const tabs = [tab('one'), tab('two')]
  for (const { index } of tabs) await index.settled()
  crash('worker')
  for (const { lost, timers } of tabs) {
    await yieldToLoop()
    expect(lost).toEqual([])
    timers.pass(300)
    expect(lost).toEqual(['the index worker ended'])
  }
})

test('a worker that does not say at once that it is there is given up', () => {
  const { port, heard } = handPort()
  const { lost, timers } = open(port, names().holdNameOf('tab'))
  timers.pass(10_999)
  expect(lost).toEqual([])
  timers.pass(1)
  expect(lost).toEqual(['the index worker said nothing for 10 s'])
  expect(heard.at(-1)).toBe('closed')
})

test('a page that stood still hears what the worker said meanwhile before it gives it up', () => {
  const { port, say } = handPort()
  const { lost, timers } = open(port, names().holdNameOf('tab'))
  timers.pass(10_000)
  say({ type: 'present', name: 'worker' })
  timers.pass(60_000)
  expect(lost).toEqual([])
})

test('a worker of another version says so, and is not spoken to', async () => {
  const { port, heard, say } = handPort()
  serveIndex(port, { pause: noPause, yieldToLoop, groups: new IndexGroups({ pause: noPause }) })
  say({ type: 'open', version: portVersion + 1, setup: { language: 'english', kinds: new Map(), shared: 'ada' } })
  const message = `the index worker speaks version ${portVersion}, the memory ${portVersion + 1}`
  expect(heard).toEqual([{ type: 'unfit', message }, 'closed'])
  const other = handPort()
  const { lost } = open(other.port, names().holdNameOf('tab'))
  other.say({ type: 'unfit', message })
  expect(lost).toEqual([message])
})

test('what a worker had on its way when it was closed is not heard any more', () => {
  const { port, say } = handPort()
  const held: string[] = []
  const holdName: HoldName = name => {
    held.push(name)
    return () => {}
  }
  const { index } = open(port, holdName)
  index.close()
  say({ type: 'present', name: 'worker' })
  say({ type: 'passages', passages: [{ id: 'a', passage: 'a violin in winter', version: 1 }] })
  expect([held, [...index.passages()]]).toEqual([['tab'], []])
})
