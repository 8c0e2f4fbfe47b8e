import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'
import type { Clock } from './clock'
import type { Policy } from './policy'
import { defaultAudience, defaultIssuer } from './token-options'

/** A clock that moves when the test says so. */
export class HandClock implements Clock {
  #now = Date.UTC(2030, 0, 1)
  readonly #waiting = new Set<{ readonly at: number; readonly callback: () => void }>()

  now(): number {
    return this.#now
  }

  get waiting(): number {
    return this.#waiting.size
  }

  set(ms: number, callback: () => void): unknown {
    const timer = { at: this.#now + ms, callback }
    this.#waiting.add(timer)
    return timer
  }

  clear(handle: unknown): void {
    this.#waiting.delete(handle as never)
  }

  /** Time passes and timers go off; late ones only when `isLate` is not said. */
  pass(ms: number, isLate = false): void {
    this.#now += ms
    for (const timer of isLate ? [] : [...this.#waiting].filter(({ at }) => at <= this.#now)) {
      this.#waiting.delete(timer)
      timer.callback()
    }
  }
}

/** Signs what it is told to, right or wrong: parts that are undefined are left out. */
export type Sign = (claims?: JWTPayload, header?: { alg?: string; kid?: string }) => Promise<string>

/** A key pair of its own, and tokens by it that are right but for what the test says. */
export async function testKey(clock: Clock, alg = 'EdDSA', kid = 'one') {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true })
  const jwk = { ...(await exportJWK(publicKey)), kid, alg }
  const sign: Sign = (claims = {}, header = {}) => {
    const issued = Math.floor(clock.now() / 1000)
    const all = {
      iss: defaultIssuer,
      aud: defaultAudience,
      iat: issued,
      exp: issued + 600,
      tenant: 'acme',
      agent: 'ada',
      ...claims,
    }
    return new SignJWT(all).setProtectedHeader({ alg, kid, ...header }).sign(privateKey)
  }
  return { jwk, sign, privateKey }
}

/** Everybody works in `team`, reads `news`, and has a room of their own. */
export const testPolicy: Policy = {
  version: 1,
  rules: [
    { tenant: '*', space: 'team', rights: ['discover', 'read', 'append'] },
    { tenant: '*', space: 'team', agents: ['curator'], rights: ['discover', 'read', 'append', 'curate'] },
    { tenant: '*', space: 'news', rights: ['discover', 'read'] },
    { tenant: '*', space: 'news', agents: ['editor'], rights: ['discover', 'read', 'append'] },
    { tenant: '*', space: 'known', rights: ['discover'] },
    { tenant: '*', space: 'agents/{agent}', rights: ['discover', 'read', 'append'] },
  ],
}
