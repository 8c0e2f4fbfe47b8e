import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decodeJwt } from 'jose'
import { expect, onTestFinished, test } from 'vitest'
import { RawClient } from '../server/raw-client.fixture'
import { testRelay } from '../server/test-relay.fixture'
import { tokenCommands } from './token-command'
import { testPolicy } from './tokens.fixture'

const run = (name: string, ...args: string[]): Promise<string> => tokenCommands.get(name)!(args)

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'commonplace-keys-'))
  onTestFinished(() => rm(path, { recursive: true, force: true }))
  return path
}

test('a key of the keys command signs a token of the token command that a relay takes; an older key goes on', async () => {
  const out = join(await folder(), 'new')
  const files = [await run('keys', '--out', out), await run('keys', '--out', out)].map(text => text.split('\n'))
  expect(files[0]![1]).toBe(join(out, 'keys.json'))
  expect((await stat(files[0]![0]!)).mode & 0o777).toBe(0o600)
  expect(await readFile(files[0]![1]!, 'utf8')).not.toContain('"d"')
  expect(await readdir(out)).toHaveLength(3)
  const { url } = await testRelay({ tokens: { keys: join(out, 'keys.json'), policy: testPolicy } })
  for (const [keyFile] of files) {
    const token = (await run('token', '--key', keyFile!, '--tenant', 'acme', '--agent', 'ada', '--user', 'eve')).trim()
    const client = await RawClient.open(url)
    client.send({ type: 'hello', versions: [1, 1], tenant: '', agent: '', user: '', token, client: 'test' })
    expect(await client.next('welcome')).toMatchObject({ tenant: 'acme', agent: 'ada', user: 'eve' })
  }
})

test('a token lives as long as it is told to', async () => {
  const [keyFile = ''] = (await run('keys', '--out', await folder())).split('\n')
  for (const [ttl, seconds] of [
    ['90', 90],
    ['90s', 90],
    ['10m', 600],
    ['2h', 7200],
  ] as const) {
    const { exp = 0, iat = 0 } = decodeJwt(
      (await run('token', '--key', keyFile, '--tenant', 't', '--agent', 'a', '--ttl', ttl)).trim(),
    )
    expect(exp - iat).toBe(seconds)
  }
})

test('what is missing or wrong is named', async () => {
  const out = await folder()
  const [keyFile = '', keysFile = ''] = (await run('keys', '--out', out)).split('\n')
  const names = ['--tenant', 't', '--agent', 'a']
  await expect(run('keys')).rejects.toThrow('--out')
  await expect(run('token', '--key', keyFile)).rejects.toThrow('--tenant')
  await expect(run('token', '--key', keyFile, ...names, '--ttl', 'soon')).rejects.toThrow('"soon"')
  await expect(run('token', '--key', keyFile, ...names, '--user', '')).rejects.toThrow('user')
  await expect(run('token', '--key', keyFile, ...names, '--bogus')).rejects.toThrow('--bogus')
  await expect(run('token', '--key', keysFile, ...names)).rejects.toThrow('no private key')
  await expect(run('token', '--key', join(out, 'none'), ...names)).rejects.toThrow(
    /^the key .*none cannot be read: ENOENT/,
  )
  await expect(run('keys', '--out', keysFile)).rejects.toThrow(
    /^no keys can be written to ".*keys.json".*name a folder/,
  )
  await writeFile(keysFile, '{"keys"')
  await expect(run('keys', '--out', out)).rejects.toThrow(
    /^no keys can be written to ".*": .*keys\.json is there and cannot be read \(.*; name a folder/,
  )
})

test('a relay whose files are missing or wrong says which', async () => {
  const out = await folder()
  const [keyFile = '', keysFile = ''] = (await run('keys', '--out', out)).split('\n')
  const start = (keys: string, policy: string) => testRelay({ tokens: { keys, policy } })
  await expect(start(join(out, 'none.json'), keysFile)).rejects.toThrow(
    /^the keys at .*none\.json cannot be used: ENOENT.*; keys are a JSON Web Key Set/,
  )
  await expect(start(keysFile, join(out, 'none.json'))).rejects.toThrow(
    /^the policy .*none\.json cannot be used: ENOENT.*; a policy is a JSON file like \{/,
  )
  await expect(start(keyFile, keysFile)).rejects.toThrow(keyFile)
  await expect(start(keysFile, keysFile)).rejects.toThrow('the policy is not valid')
  await expect(testRelay({ tokens: { keys: keysFile, policy: testPolicy, maxLifetime: 90_000 } })).rejects.toThrow(
    '86400',
  )
  await expect(testRelay({ tokens: { keys: keysFile, policy: testPolicy, tolerance: 61 } })).rejects.toThrow('60')
  await expect(testRelay({ tokens: { keys: keysFile, policy: testPolicy, issuer: '' } })).rejects.toThrow('issuer')
})
