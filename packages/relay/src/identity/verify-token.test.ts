import { createHmac } from 'node:crypto'
import { exportSPKI, importJWK, type JWK } from 'jose'
import { expect, test } from 'vitest'
import { createKeySet } from './key-set'
import { openKeySource } from './key-source'
import { HandClock, testKey } from './tokens.fixture'
import { createTokenCheck } from './verify-token'

const rules = { issuer: 'commonplace', audience: 'commonplace-relay', maxLifetime: 900, tolerance: 5 }

async function checker() {
  const clock = new HandClock()
  const [one, two] = [await testKey(clock), await testKey(clock, 'ES256', 'two')]
  const verify = createTokenCheck(await openKeySource({ keys: [one.jwk, two.jwk] }, clock), rules, () => clock.now())
  const reason = async (token: string | Promise<string>): Promise<string> => {
    const text = await token
    try {
      await verify(text)
    } catch (error) {
      expect(error).toMatchObject({ name: 'FrameError', code: 'unauthorised' })
      expect((error as Error).message).not.toContain(text.slice(-20) || '-')
      return (error as Error).message
    }
    return 'accepted'
  }
  return { clock, one, two, verify, reason, now: Math.floor(clock.now() / 1000) }
}

const encode = (value: object | string): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')

test('TK4 a token names tenant, agent, user and name, and how long it lasts', async () => {
  const { verify, one, two, now } = await checker()
  expect(await verify(await one.sign({ user: 'eve', name: 'Ada' }))).toEqual({
    principal: { tenant: 'acme', agent: 'ada', user: 'eve', name: 'Ada' },
    lifeMs: 605_000,
    isAdmin: false,
  })
  const { principal, lifeMs } = await verify(await two.sign({ exp: now + 60, aud: ['x', rules.audience] }))
  expect([principal.user, principal.name, lifeMs]).toEqual(['', '', 65_000])
})

test('TK2 a token that no key signed, that was changed after, or that picks another algorithm is refused', async () => {
  const { clock, one, two, reason } = await checker()
  const notSigned = 'the token is not signed by a key of this relay'
  const token = await one.sign()
  const [header = '', body = '', signature = ''] = token.split('.')
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString())
  const spki = await exportSPKI((await importJWK(one.jwk as JWK, 'EdDSA')) as CryptoKey)
  const shared = (secret: string | Buffer) => {
    const text = `${encode({ alg: 'HS256', kid: 'one' })}.${body}`
    return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`
  }
  const forged: [string, string][] = [
    ['by another key of the same name', await (await testKey(clock)).sign()],
    ['by a key nobody knows', await (await testKey(clock, 'EdDSA', 'three')).sign()],
    ['under the name of another key', await two.sign({}, { kid: 'one' })],
    ['with other claims', `${header}.${encode({ ...claims, agent: 'root' })}.${signature}`],
    ['with another header', `${encode({ alg: 'EdDSA', kid: 'two' })}.${body}.${signature}`],
    ['without a signature', `${header}.${body}.`],
    ['alg none', `${encode({ alg: 'none' })}.${body}.`],
    ['alg None, with the signature', `${encode({ alg: 'None', kid: 'one' })}.${body}.${signature}`],
    ['the public key as a shared secret', shared(spki)],
    ['the raw public key as a shared secret', shared(Buffer.from(one.jwk.x ?? '', 'base64url'))],
    ['a key of its own in the header', await one.sign({}, { kid: 'x', jwk: one.jwk } as never)],
    [
      'a critical header nobody knows',
      `${encode({ alg: 'EdDSA', kid: 'one', crit: ['x'], x: 1 })}.${body}.${signature}`,
    ],
    ['no token', 'x'],
    ['empty', ''],
    ['dots', '..'],
    ['five parts', `${token}.a.b`],
  ]
  expect(await reason(token)).toBe('accepted')
  for (const [what, text] of forged) expect(await reason(text), what).toBe(notSigned)
})

test('TK2 only the pinned algorithms are taken, whatever else a key could be used with', async () => {
  const { clock, one } = await checker()
  const set = await createKeySet({ keys: [one.jwk] })
  const verify = createTokenCheck(
    () => ({ ...set, algorithms: ['ES256'] }),
    rules,
    () => clock.now(),
  )
  await expect(verify(await one.sign())).rejects.toMatchObject({ code: 'unauthorised' })
})

test('TK3 a token is refused before and after its time, but for what clocks may differ', async () => {
  const { one, reason, now } = await checker()
  expect(await reason(one.sign({ iat: now - 60, exp: now - 4 }))).toBe('accepted')
  expect(await reason(one.sign({ iat: now - 60, exp: now - 5 }))).toBe(
    "the token has expired, 5 s ago by this relay's clock",
  )
  expect(await reason(one.sign({ nbf: now + 5 }))).toBe('accepted')
  expect(await reason(one.sign({ nbf: now + 6 }))).toContain('"nbf"')
  expect(await reason(one.sign({ iat: now + 3600, exp: now + 3660 }))).toBe(
    'the token counts in 3600 s only by this relay\'s clock, by its "iat": is a clock wrong?',
  )
})

test('TK3 a token that has no end, or too late a one, is refused', async () => {
  const { one, reason, now } = await checker()
  expect(await reason(one.sign({ exp: undefined }))).toContain('"exp"')
  expect(await reason(one.sign({ iat: undefined }))).toContain('"iat"')
  expect(await reason(one.sign({ exp: now + 900 }))).toBe('accepted')
  expect(await reason(one.sign({ exp: now + 901 }))).toBe('the token lives longer than 900 s')
  expect(await reason(one.sign({ exp: Number.MAX_SAFE_INTEGER }))).toBe('the token lives longer than 900 s')
})

test('TK3 a token of another issuer or for another audience is refused', async () => {
  const { one, reason } = await checker()
  for (const iss of ['other', '', undefined]) expect(await reason(one.sign({ iss }))).toContain('"iss"')
  for (const aud of ['other', [], undefined]) expect(await reason(one.sign({ aud }))).toContain('"aud"')
})

test('TK4 a token that names nobody, or names that are none, is refused', async () => {
  const { one, reason } = await checker()
  const wrong = [
    { tenant: undefined },
    { tenant: '' },
    { agent: undefined },
    { agent: 7 },
    { agent: 'a\u0000' },
    { agent: 'e\u0301' },
    { user: '' },
    { user: { toString: 'x' } },
    { name: 'x'.repeat(257) },
  ]
  for (const claims of wrong) {
    expect(await reason(one.sign(claims as never)), JSON.stringify(claims)).toContain('names no valid')
  }
})
