import { expect, test } from 'vitest'
import { help, parseCommandLine } from './command-line'

test('flags go before variables, and what is left out is left to the memory', () => {
  const variables = { COMMONPLACE_MCP_AGENT: 'other', COMMONPLACE_MCP_USER: 'ada', COMMONPLACE_MCP_TOKEN: 't' }
  expect(parseCommandLine(['--agent', 'coder', '--tools', 'records, work'], variables)).toEqual({
    do: 'serve',
    settings: { agent: 'coder', user: 'ada', token: 't', tools: ['records', 'work'], readOnly: false },
  })
  expect(parseCommandLine(['--read-only'], { COMMONPLACE_MCP_AGENT: 'a' })).toMatchObject({
    settings: { readOnly: true },
  })
  expect(parseCommandLine(['--version'], {})).toEqual({ do: 'version' })
  expect(parseCommandLine(['-h'], {})).toEqual({ do: 'help' })
  expect(help).toContain('--agent <name>')
})

test.each<[string, string[], Record<string, string>, RegExp]>([
  ['no agent', [], {}, /needs --agent/],
  ['an empty agent', ['--agent', ' '], {}, /--agent, or COMMONPLACE_MCP_AGENT, is empty/],
  ['an unknown flag', ['--agent', 'a', '--colour', 'red'], {}, /--colour/],
  ['a word', ['--agent', 'a', 'serve'], {}, /serve/],
  ['tools that are not there', ['--agent', 'a', '--tools', 'records,kitchen'], {}, /"kitchen"; --tools takes records/],
  ['a switch that is neither', ['--agent', 'a'], { COMMONPLACE_MCP_READ_ONLY: 'yes' }, /true or false, not "yes"/],
])('misuse is said: %s', (_, args, variables, message) => {
  expect(() => parseCommandLine(args, variables)).toThrow(message)
})
