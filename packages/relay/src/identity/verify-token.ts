import { FrameError, isName } from '@commonplace/protocol'
import { decodeProtectedHeader, errors, jwtVerify } from 'jose'
import * as v from 'valibot'
import type { KeySource } from './key-source'
import type { Grant } from './principal'

/** What a token must be, beyond signed. */
export interface TokenRules {
  /** who signs them: `iss` */
  readonly issuer: string
  /** whom they are for: one of `aud` */
  readonly audience: string
  /** s from `iat` to `exp`, at most */
  readonly maxLifetime: number
  /** s that clocks may differ by */
  readonly tolerance: number
}

/** Whom a token names and for how long; rejects with FrameError `unauthorised`, which never quotes the token. */
export type VerifyToken = (token: string) => Promise<Grant>

const name = v.pipe(v.string(), v.check(isName))
const claims = v.object({
  tenant: name,
  agent: name,
  user: v.optional(name),
  name: v.optional(name),
  admin: v.optional(v.boolean()),
})

/**
 * A check of JSON Web Tokens (RFC 7519) with the claims `tenant`, `agent` and, where there are such, `user`, `name` and `admin`.
 *
 * @param now ms since 1970
 */
export function createTokenCheck(keysFor: KeySource, rules: TokenRules, now: () => number): VerifyToken {
  const { issuer, audience, maxLifetime, tolerance } = rules
  return async token => {
    const keys = await keysFor(kidOf(token))
    const { payload } = await jwtVerify(token, keys.keyOf, {
      algorithms: keys.algorithms,
      issuer,
      audience,
      requiredClaims: ['exp', 'iat'],
      maxTokenAge: maxLifetime,
      clockTolerance: tolerance,
      currentDate: new Date(now()),
    }).catch(error => {
      throw new FrameError('unauthorised', reasonOf(error, Math.floor(now() / 1000)))
    })
    const { exp, iat } = payload as { exp: number; iat: number }
    if (exp - iat > maxLifetime) {
      throw new FrameError('unauthorised', `the token lives longer than ${maxLifetime} s`, maxLifetime)
    }
    const named = v.safeParse(claims, payload)
    if (!named.success) {
      throw new FrameError('unauthorised', 'the token names no valid tenant and agent, or no valid user or name')
    }
    const { tenant, agent, user = '', name = '', admin = false } = named.output
    return { principal: { tenant, agent, user, name }, lifeMs: (exp + tolerance) * 1000 - now(), isAdmin: admin }
  }
}

function kidOf(token: string): string | undefined {
  try {
    return decodeProtectedHeader(token).kid
  } catch {
    // What cannot be read is refused where it is checked.
    return undefined
  }
}

/** @param time s since 1970: who sees a difference of hours knows that a clock is wrong, and not the token */
function reasonOf(error: unknown, time: number): string {
  if (error instanceof errors.JWTExpired) {
    const { exp } = error.payload
    return `the token has expired${exp === undefined ? '' : `, ${time - exp} s ago by this relay's clock`}`
  }
  if (error instanceof errors.JWTClaimValidationFailed && ['iat', 'nbf'].includes(error.claim)) {
    const from = error.payload[error.claim]
    if (typeof from === 'number' && from > time) {
      return `the token counts in ${from - time} s only by this relay's clock, by its "${error.claim}": is a clock wrong?`
    }
  }
  if (error instanceof errors.JWTClaimValidationFailed) return `the token's "${error.claim}" is missing or wrong`
  if (error instanceof errors.JOSEError) return 'the token is not signed by a key of this relay'
  return 'the token could not be read'
}
