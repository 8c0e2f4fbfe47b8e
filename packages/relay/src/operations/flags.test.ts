import { expect, test } from 'vitest'
import { parseFlags } from './flags'

test('without flags it serves on loopback', () => {
  expect(parseFlags(['--insecure'])).toEqual({
    do: 'serve',
    port: 4321,
    host: '127.0.0.1',
    data: './.commonplace-relay',
    logLevel: 'info',
    insecure: true,
  })
})

test('flags are taken', () => {
  expect(parseFlags(['--insecure', '--port', '0', '--host=::1', '--data', '/x', '--log-level', 'warn'])).toEqual({
    do: 'serve',
    port: 0,
    host: '::1',
    data: '/x',
    logLevel: 'warn',
    insecure: true,
  })
  expect(parseFlags(['--help'])).toEqual({ do: 'help' })
  expect(parseFlags(['--version'])).toEqual({ do: 'version' })
})

test.each([
  [['--prot', '1'], '--prot'],
  [['file'], 'file'],
  [['--port', '-1'], '--port'],
  [['--port', '65536'], '65535'],
  [['--port', 'http'], '"http"'],
  [[], '--keys'],
  [['--keys', 'k.json'], '--policy'],
  [['--insecure', '--keys', 'k.json', '--policy', 'p.json'], 'choose one'],
  [['--insecure', '--host', '0.0.0.0'], '0.0.0.0'],
  [['--insecure', '--host', 'example.com'], 'example.com'],
  [['--insecure', '--data', ''], '--data'],
  [['--insecure', '--log-level', 'loud'], '"loud"'],
  [['--port'], '--port'],
])('%j is misuse, and the message names it', (args, named) => {
  const command = parseFlags(args)
  expect(command.do).toBe('misuse')
  expect(command.do === 'misuse' && command.message).toContain(named)
})
