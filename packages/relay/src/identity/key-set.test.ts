import { exportJWK, generateKeyPair } from 'jose'
import { expect, test } from 'vitest'
import { createKeySet } from './key-set'
import { HandClock, testKey } from './tokens.fixture'

const clock = new HandClock()

test('TK2 the algorithms are those of the keys', async () => {
  const keys = [await testKey(clock), await testKey(clock, 'ES256', 'two'), await testKey(clock, 'RS256', 'three')]
  const set = await createKeySet({ keys: keys.map(({ jwk }) => jwk) })
  expect(set.algorithms).toEqual(['EdDSA', 'ES256', 'RS256'])
})

test('TK2 what could sign, is shared, unnamed, doubled, damaged or unpinned is refused when the relay starts', async () => {
  const { jwk } = await testKey(clock)
  const { privateKey } = await generateKeyPair('EdDSA', { extractable: true })
  const wrong: [unknown, string][] = [
    [{}, 'keys'],
    [{ keys: [] }, 'keys'],
    [{ keys: [{ ...jwk, kid: undefined }] }, 'keys[0].kid'],
    [{ keys: [{ ...jwk, alg: undefined }] }, 'keys[0].alg'],
    [{ keys: [{ ...jwk, alg: 'none' }] }, 'keys[0].alg'],
    [{ keys: [{ kty: 'oct', k: 'c2VjcmV0', kid: 'one', alg: 'HS256' }] }, 'keys[0].alg'],
    [{ keys: [{ kty: 'oct', k: 'c2VjcmV0', kid: 'one', alg: 'RS256' }] }, '"one" holds a secret'],
    [{ keys: [{ ...(await exportJWK(privateKey)), kid: 'own', alg: 'EdDSA' }] }, '"own" holds a secret'],
    [{ keys: [jwk, jwk] }, '"one" is there twice'],
    [{ keys: [{ ...jwk, x: '' }] }, '"one" cannot be read'],
  ]
  for (const [value, named] of wrong) await expect(createKeySet(value), named).rejects.toThrow(named)
})
