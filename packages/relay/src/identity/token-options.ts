import { readFile } from 'node:fs/promises'
import type { Clock } from './clock'
import { type Identity, tokenIdentity } from './identity'
import { openKeySource } from './key-source'
import { type Policy, rulesOfPolicy } from './policy'
import { createTokenCheck } from './verify-token'

/** Whose tokens a relay takes, and what they may do. */
export interface TokenOptions {
  /** a JSON Web Key Set of public keys, or the file or URL that holds it, read again as keys change */
  readonly keys: string | { readonly keys: readonly object[] }
  /** what is given before the policy log says anything, or the JSON file that holds it; nothing when absent */
  readonly policy?: string | Policy
  /** `iss` of every token (default: `commonplace`) */
  readonly issuer?: string
  /** one `aud` of every token (default: `commonplace-relay`) */
  readonly audience?: string
  /** s that a token may live (default: 900), at most a day */
  readonly maxLifetime?: number
  /** s that clocks may differ by (default: 5), at most 60 */
  readonly tolerance?: number
  /** stock clients may give their token in the URL, where proxies may log it (default: not) */
  readonly urlTokens?: boolean
}

export const defaultIssuer = 'commonplace'
export const defaultAudience = 'commonplace-relay'
const day = 86_400
const policyIs = 'a policy is a JSON file like { "version": 1, "rules": [] }, which gives nobody anything'

/**
 * Reads and checks what a relay needs to take tokens.
 *
 * @throws Error that names the file and what is wrong with it
 */
export async function openTokenIdentity(
  options: TokenOptions,
  clock: Clock,
  onError?: (error: unknown) => void,
): Promise<Identity> {
  const { issuer = defaultIssuer, audience = defaultAudience, maxLifetime = 900, tolerance = 5 } = options
  if (issuer === '' || audience === '') throw new Error('the issuer and the audience of tokens must not be empty')
  if (!(maxLifetime >= 1 && maxLifetime <= day)) throw new Error(`a token lives 1 to ${day} s, not ${maxLifetime}`)
  if (!(tolerance >= 0 && tolerance <= 60)) throw new Error(`clocks may differ by 0 to 60 s, not ${tolerance}`)
  const keys = await openKeySource(options.keys, clock, onError)
  const rules = await checkedContent(options.policy ?? { version: 1, rules: [] }, rulesOfPolicy)
  const verify = createTokenCheck(keys, { issuer, audience, maxLifetime, tolerance }, () => clock.now())
  return tokenIdentity(verify, rules, options.urlTokens ?? false)
}

async function checkedContent<T>(source: unknown, check: (value: unknown) => T | Promise<T>): Promise<T> {
  if (typeof source !== 'string') return check(source)
  try {
    return await check(JSON.parse(await readFile(source, 'utf8')))
  } catch (error) {
    throw new Error(`the policy ${source} cannot be used: ${(error as Error).message}; ${policyIs}`, { cause: error })
  }
}
