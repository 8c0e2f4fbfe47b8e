import { expect, test } from 'vitest'
import { parseCommandLine } from './command-line'

test.each([
  [['--help'], /^Usage: commonplace-relay \[serve\]/],
  [['-h'], /^Usage: commonplace-relay \[serve\]/],
  [['help'], /^Usage: commonplace-relay \[serve\]/],
  [['help', 'backup'], /^Usage: commonplace-relay backup --data/],
  [['inspect', '--help'], /^Usage: commonplace-relay inspect --data .*\n\ninspect .*\n$/],
  [['token', '--help'], /^keys --out .*\ntoken --key/],
  [['keys', '-h'], /^keys --out /],
  [['policy', '--help'], /^policy grant/],
  [['policy', 'show', '--token', 'x', '-h'], /^policy grant/],
])('%j asks for help, not for what the command needs', (args, text) => {
  expect(parseCommandLine(args)).toEqual({ do: 'help', text: expect.stringMatching(text) })
})

test('an unknown command is told beside all that there are', () => {
  expect(() => parseCommandLine(['srve'])).toThrow(
    'there is no command "srve", only serve, inspect, compact, backup, repair, restore, keys, token, policy',
  )
})

test('a command on a store finds it where the relay does, in the environment; a flag goes before it, an empty one is misuse', () => {
  const variables = { COMMONPLACE_RELAY_DATA: '/data/log' }
  expect(parseCommandLine(['inspect'], variables)).toEqual({ do: 'inspect', data: '/data/log', json: false })
  expect(parseCommandLine(['backup', '--to', 'b'], variables)).toMatchObject({ data: '/data/log', to: 'b' })
  expect(parseCommandLine(['inspect', '--data', 'x'], variables)).toMatchObject({ data: 'x' })
  expect(() => parseCommandLine(['inspect', '--data', ''], variables)).toThrow('inspect needs --data')
  expect(() => parseCommandLine(['inspect'], { COMMONPLACE_RELAY_DATA: '' })).toThrow('inspect needs --data')
})
