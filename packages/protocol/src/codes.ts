/**
 * The closed list of refusals and what each means for the refused bytes:
 * `retry`: the same bytes may be taken later; `final`: they never will be.
 * The order is the number on the wire, so codes are appended and never moved (SPEC.md, section Codes).
 */
export const refusalKinds = {
  'rate-limited': 'retry',
  quota: 'retry',
  'causal-gap': 'retry',
  'epoch-mismatch': 'retry',
  draining: 'retry',
  invalid: 'final',
  forbidden: 'final',
  'too-large': 'final',
  'unknown-room': 'final',
  'lease-lost': 'final',
  unsupported: 'final',
  unauthorised: 'final',
  replaced: 'final',
  revoked: 'final',
  unavailable: 'retry',
  'not-current': 'final',
} as const satisfies Record<string, 'retry' | 'final'>

/** Why something was refused, as names of the closed list. */
export type RefusalCode = keyof typeof refusalKinds

/** Every code at its number on the wire. */
export const refusalCodes = Object.keys(refusalKinds) as readonly RefusalCode[]

/** Whether the same bytes may be sent again later. */
export function isRetry(code: RefusalCode): boolean {
  return refusalKinds[code] === 'retry'
}
