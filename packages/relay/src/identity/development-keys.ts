import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose'

const alg = 'EdDSA'

/**
 * Makes a key to sign tokens with, and adds its public half to the folder's `keys.json`, which may hold older ones.
 *
 * @returns the files
 */
export async function writeKey(folder: string): Promise<{ readonly keyFile: string; readonly keysFile: string }> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true })
  const kid = (await calculateJwkThumbprint(publicKey)).slice(0, 16)
  const keyFile = join(folder, `${kid}.private.json`)
  const keysFile = join(folder, 'keys.json')
  const { keys } = await readKeys(keysFile)
  await writeFile(keyFile, json({ ...(await exportJWK(privateKey)), kid, alg }), { flag: 'wx', mode: 0o600 })
  await writeFile(keysFile, json({ keys: [...keys, { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' }] }))
  return { keyFile, keysFile }
}

/** What a token says. */
export interface TokenContent {
  readonly tenant: string
  readonly agent: string
  readonly user?: string
  readonly name?: string
  /** it may change the policy of its tenant */
  readonly admin?: boolean
  readonly issuer: string
  readonly audience: string
  /** s */
  readonly lifetime: number
}

/**
 * Signs a token with the key of a file that `writeKey` made.
 *
 * @param now ms since 1970
 */
export async function signToken(keyFile: string, content: TokenContent, now: number): Promise<string> {
  const { tenant, agent, user, name, admin, issuer, audience, lifetime } = content
  const jwk: JWK = await readFile(keyFile, 'utf8')
    .then(JSON.parse)
    .catch(cause => {
      throw new Error(`the key ${keyFile} cannot be read: ${cause.message}; "commonplace-relay keys" makes one`, {
        cause,
      })
    })
  if (jwk.d === undefined || jwk.alg === undefined || jwk.kid === undefined) {
    throw new Error(`${keyFile} holds no private key with "kid" and "alg"; "commonplace-relay keys" makes one`)
  }
  const issued = Math.floor(now / 1000)
  return new SignJWT({ tenant, agent, ...(user && { user }), ...(name && { name }), ...(admin && { admin }) })
    .setProtectedHeader({ alg: jwk.alg, kid: jwk.kid })
    .setIssuer(issuer)
    .setAudience(audience)
    .setIssuedAt(issued)
    .setExpirationTime(issued + lifetime)
    .sign(await importJWK(jwk, jwk.alg))
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

async function readKeys(file: string): Promise<{ readonly keys: readonly JWK[] }> {
  try {
    const { keys } = JSON.parse(await readFile(file, 'utf8'))
    if (Array.isArray(keys)) return { keys }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { keys: [] }
    throw new Error(`${file} is there and cannot be read (${(error as Error).message})`, { cause: error })
  }
  throw new Error(`${file} is there and is no set of keys`)
}
