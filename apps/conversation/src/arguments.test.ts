import { expect, test } from 'vitest'
import { readArguments } from './arguments'

test('without flags: the shipped conversation, and the page afterwards', () => {
  expect(readArguments([])).toEqual({ once: false, json: false, help: false, port: 0, conversations: Infinity })
})

test('reads every flag, also behind the -- that package managers pass on', () => {
  const words = '-- --data x.json --store /tmp/s --once --json --help --port 0 --conversations 2'.split(' ')
  expect(readArguments(words)).toEqual({
    data: 'x.json',
    store: '/tmp/s',
    once: true,
    json: true,
    help: true,
    port: 0,
    conversations: 2,
  })
})

test.each([
  [['--speed'], /Unknown option '--speed'/],
  [['--data'], /--data <value>.* argument missing/],
  [['--port', '70000'], /--port is "70000"/],
  [['--port', 'x'], /--port is "x"/],
  [['--conversations', '0'], /--conversations is "0"/],
  [['file.json'], /Unexpected argument 'file\.json'/],
])('%s is refused by name', (words, message) => {
  expect(() => readArguments(words)).toThrow(message)
})
