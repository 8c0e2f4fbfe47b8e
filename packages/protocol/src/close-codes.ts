import type { RefusalCode } from './codes'

/**
 * Codes a relay closes a WebSocket with (RFC 6455, section 7.4.2: 4000-4999 are the application's).
 * 44xx: coming back as you are is pointless. 45xx: come back after a pause.
 */
export const closeCodes = {
  invalid: 4400,
  unauthorised: 4401,
  forbidden: 4403,
  unknownRoom: 4404,
  unsupported: 4406,
  helloTimeout: 4408,
  replaced: 4409,
  tooLarge: 4413,
  draining: 4500,
  overloaded: 4503,
} as const

/** A code that a relay closes a socket with. */
export type CloseCode = (typeof closeCodes)[keyof typeof closeCodes]

// Names, not what they stand for: a bundler leaves out of a page what only a relay asks for.
const nameOf: Record<RefusalCode, keyof typeof closeCodes> = {
  'rate-limited': 'overloaded',
  quota: 'overloaded',
  'causal-gap': 'draining',
  'epoch-mismatch': 'draining',
  draining: 'draining',
  invalid: 'invalid',
  forbidden: 'forbidden',
  'too-large': 'tooLarge',
  'unknown-room': 'unknownRoom',
  'lease-lost': 'forbidden',
  unsupported: 'unsupported',
  unauthorised: 'unauthorised',
  replaced: 'replaced',
  revoked: 'forbidden',
  unavailable: 'overloaded',
  'not-current': 'replaced',
}

/** The close code of a socket that ends for this refusal. */
export function refusalToCloseCode(code: RefusalCode): CloseCode {
  return closeCodes[nameOf[code]]
}

/** Whether a client that was closed with this code stays away: 44xx. */
export function isFinalClose(code: number): boolean {
  return code >= 4400 && code < 4500
}
