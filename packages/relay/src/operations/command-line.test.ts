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
