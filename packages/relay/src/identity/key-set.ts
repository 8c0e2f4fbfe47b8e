import { createLocalJWKSet, importJWK, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose'
import * as v from 'valibot'
import { checkedFile } from './checked-file'

// Asymmetric ones only: a relay that could sign could also forge, and a public key must never serve as a shared secret.
const algorithms = [
  'EdDSA',
  'Ed25519',
  'ES256',
  'ES384',
  'ES512',
  'PS256',
  'PS384',
  'PS512',
  'RS256',
  'RS384',
  'RS512',
] as const

const text = v.pipe(v.string(), v.minLength(1))
const schema = v.object({
  keys: v.pipe(v.array(v.looseObject({ kty: text, kid: text, alg: v.picklist(algorithms) })), v.minLength(1)),
})

/** The public keys whose tokens a relay takes. */
export interface KeySet {
  /** those its keys name, and no others */
  readonly algorithms: string[]
  /** `kid` of each */
  readonly names: ReadonlySet<string>
  readonly keyOf: JWTVerifyGetKey
}

/**
 * Checks a JSON Web Key Set (RFC 7517). A token names its key by `kid`, so that a new key can stand beside the old one while
 * tokens change over.
 *
 * @throws Error when a key is private, shared, unnamed, doubled, or of no pinned algorithm
 */
export async function createKeySet(value: unknown): Promise<KeySet> {
  const { keys } = checkedFile(schema, value, 'the key set')
  const names = new Set<string>()
  for (const key of keys) {
    const name = `the key set is not valid: key "${key.kid}"`
    if (names.has(key.kid)) throw new Error(`${name} is there twice`)
    names.add(key.kid)
    if ('d' in key || key.kty === 'oct') throw new Error(`${name} holds a secret; a relay is given public keys only`)
    try {
      await importJWK(key, key.alg)
    } catch (error) {
      throw new Error(`${name} cannot be read: ${(error as Error).message}`, { cause: error })
    }
  }
  return {
    names,
    algorithms: [...new Set(keys.map(({ alg }) => alg))],
    keyOf: createLocalJWKSet({ keys } as JSONWebKeySet),
  }
}
