import { expect, test } from 'vitest'
import { parseCommandLine } from './command-line'

test.each([
  [['--help'], undefined],
  [['-h'], undefined],
  [['inspect', '--help'], undefined],
  [['token', '--help'], /^keys --out .*\ntoken --key/],
  [['keys', '-h'], /^keys --out /],
  [['policy', '--help'], /^policy grant/],
  [['policy', 'show', '--token', 'x', '-h'], /^policy grant/],
])('%j asks for help, not for what the command needs', (args, text) => {
  const command = parseCommandLine(args)
  expect(command).toMatchObject({ do: 'help' })
  if (text) expect(command).toMatchObject({ of: expect.stringMatching(text) })
})

test('an unknown command is told beside all that there are', () => {
  expect(() => parseCommandLine(['srve'])).toThrow(
    'there is no command "srve", only serve, inspect, compact, backup, repair, restore, keys, token, policy',
  )
})
