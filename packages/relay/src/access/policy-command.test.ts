import { expect, test } from 'vitest'
import { governed } from '../server/guarded-relay.fixture'
import { policyCommand } from './policy-command'

test('the command line changes, shows and explains the policy', async () => {
  const { url, root, sign } = await governed()
  const run = (...args: string[]) => policyCommand([...args, '--relay', url], { COMMONPLACE_RELAY_TOKEN: root })
  expect(await run('show')).toBe('nothing that this token may see was granted or revoked\n')
  expect(await run('grant', '--user', 'ada', '--agent', 'billing')).toMatch(
    /^1 2030-01-01T00:00:00.000Z root: grant user ada → agent billing\n$/,
  )
  await run(
    'grant',
    '--agent',
    'billing',
    '--space',
    'payments',
    '--right',
    'append',
    '--until',
    '2030-02-01T00:00:00Z',
  )
  const revoke = ['revoke', '--agent', '*', '--space', 'payments', '--right', 'append', '--from', '2030-01-15']
  expect(JSON.parse(await run(...revoke, '--json'))).toMatchObject({
    number: 3,
    statement: { from: Date.UTC(2030, 0, 15) },
  })
  const shown = (await run('show')).trim().split('\n')
  expect(shown).toHaveLength(4)
  expect(shown[1]).toContain('grant agent billing → space payments append until 2030-02-01T00:00:00.000Z')
  expect(JSON.parse(await run('show', '--after', '2', '--json')).entries).toHaveLength(1)
  const ask = ['explain', '--agent', 'billing', '--user', 'ada', '--space', 'payments']
  expect(await run(...ask)).toMatch(
    /^billing for ada in payments at .*: discover, read, append\n {4}1 .*\n {4}2 .*\n {2}- 3 /,
  )
  expect(await run(...ask, '--at', '2030-01-20T00:00:00Z')).toContain(': discover, read\n')
  expect(await run('explain', '--agent', 'billing', '--user', 'bob', '--space', 'payments')).toContain(
    'no edge from "bob"',
  )
  await expect(run('grant', '--agent', 'x')).rejects.toThrow('the relay answered 400')
  expect(await run('show', '--after', '3')).toBe(
    'nothing after line 3 that this token may see was granted or revoked\n',
  )
  await expect(policyCommand(['forget'], {})).rejects.toThrow('not "forget"')
  await expect(policyCommand(['show', '--relay', url], {})).rejects.toThrow('needs --token')
  const own = await policyCommand(['show', '--relay', url, '--token', await sign({ agent: 'billing', user: 'ada' })])
  expect(own).not.toContain('head')
  expect(own.trim().split('\n')).toHaveLength(3)
})
