import { defaultLimits } from '@commonplace/protocol'
import { expect, test } from 'vitest'
import { parseCommandLine } from './command-line'
import { readConfiguration } from './configuration'
import { help } from './help'
import { flagOf, settingNames, variableOf } from './settings'

function configure(args: string[] = [], variables: Record<string, string> = {}, file: string | null = null) {
  const command = parseCommandLine(['--insecure', ...args])
  if (command.do !== 'serve') throw new Error(`it would ${command.do}`)
  const readFile = (path: string): string => {
    if (file === null) throw new Error(`no file ${path}`)
    return file
  }
  return readConfiguration({ flags: command.flags, variables, readFile })
}

test('without any, it serves on loopback with the limits of the protocol', () => {
  expect(configure()).toMatchObject({
    port: 4321,
    host: '127.0.0.1',
    data: './.commonplace-relay',
    logLevel: 'info',
    ...defaultLimits,
  })
})

test('flags go before variables, variables before the file, the file before defaults', () => {
  const file = '{ "port": 1, "updateBytes": 1000, "structs": 5, "insecure": true }'
  const variables = { COMMONPLACE_RELAY_PORT: '2', COMMONPLACE_RELAY_UPDATE_BYTES: '2000', HOME: '/' }
  const found = configure(['--config', 'relay.json', '--port', '3'], variables, file)
  expect(found).toMatchObject({ port: 3, updateBytes: 2000, structs: 5, idsPerJoin: 64 })
  expect(configure([], { COMMONPLACE_RELAY_CONFIG: 'relay.json' }, file).port).toBe(1)
})

test('what is printed as the configuration is one', () => {
  const found = configure(['--port', '7'])
  expect(configure(['--config', 'x'], {}, JSON.stringify(found))).toEqual(found)
})

test('every setting has a flag and a variable of its own, and the help names it', () => {
  for (const of of [flagOf, variableOf]) expect(new Set(settingNames.map(of)).size).toBe(settingNames.length)
  for (const name of settingNames) expect(help).toContain(`--${flagOf(name)} `)
  expect(variableOf('updatesPerSecond')).toBe('COMMONPLACE_RELAY_UPDATES_PER_SECOND')
})

test.each<[string[], Record<string, string>, string | null, string]>([
  [['--prot', '1'], {}, null, '--prot'],
  [['--port', '-1'], {}, null, '--port'],
  [['--port', '65536'], {}, null, '--port takes a whole number from 0 to 65535, not "65536"'],
  [['--port', 'http'], {}, null, '"http"'],
  [['--host', '0.0.0.0'], {}, null, '0.0.0.0'],
  [['--keys', 'k.json'], {}, null, 'choose one'],
  [['--policy', 'p.json'], {}, null, 'insecure and policy: '],
  [['--data', ''], {}, null, '--data takes a folder'],
  [['--log-level', 'loud'], {}, null, '"loud"'],
  [[], { COMMONPLACE_RELAY_PRT: '1' }, null, 'there is no variable COMMONPLACE_RELAY_PRT'],
  [[], { COMMONPLACE_RELAY_PORT: '' }, null, 'COMMONPLACE_RELAY_PORT takes'],
  [[], { COMMONPLACE_RELAY_STRUCTS: '0x10' }, null, 'COMMONPLACE_RELAY_STRUCTS takes'],
  [['--config', 'x.json'], {}, null, 'no file x.json'],
  [['--config', 'x.json'], {}, '{', 'x.json'],
  [['--config', 'x.json'], {}, '[]', 'one JSON object'],
  [['--config', 'x.json'], {}, '{"prt": 1}', 'there is no setting "prt", which x.json names'],
  [['--config', 'x.json'], {}, '{"__proto__": 1}', '"__proto__"'],
  [['--config', 'x.json'], {}, '{"port": "1"}', '"port" in x.json takes a whole number from 0 to 65535, not "1"'],
  [['--update-bytes', '2000000'], {}, null, 'frameBytes must be at least'],
  [['--hello-bytes', '8000'], {}, null, 'helloBytes must be more'],
])('%j with %j and %j is misuse, and the message names it', (args, variables, file, named) => {
  expect(() => configure(args, variables, file)).toThrow(named)
})

test('the token that the command policy takes from the environment is nothing that a relay minds', () => {
  expect(configure(['--port', '3'], { COMMONPLACE_RELAY_TOKEN: 'a token' })).toMatchObject({ port: 3 })
})

test('without keys it must be told to be insecure', () => {
  const read = (flags: Map<string, string>) => readConfiguration({ flags, variables: {}, readFile: String })
  expect(() => read(new Map())).toThrow('--insecure')
  expect(read(new Map([['keys', 'k.json']]))).toMatchObject({ keys: 'k.json', policy: '' })
  const found = read(new Map(Object.entries({ keys: 'k.json', policy: 'p.json', host: '0.0.0.0' })))
  expect(found).toMatchObject({ host: '0.0.0.0', keys: 'k.json', policy: 'p.json', insecure: false })
})

test.each([
  [['file'], 'there is no command "file"'],
  [['constructor'], 'there is no command "constructor"'],
  [['inspect'], 'inspect needs --data'],
  [['backup', '--data', 'x'], 'backup needs --to'],
  [['restore', '--data', 'x'], 'restore needs --from'],
  [['inspect', '--data', 'x', '--port', '1'], '--port'],
])('%j is misuse', (args, named) => {
  expect(() => parseCommandLine(args)).toThrow(named)
})
