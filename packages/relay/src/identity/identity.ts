import { type BaseRule, checkName, FrameError, type Hello, NameError, type Right } from '@commonplace/protocol'
import { createPolicy, type Policy, type RightsOf, rightsByRules } from './policy'
import type { Grant, Principal } from './principal'
import type { VerifyToken } from './verify-token'

/** What a connection says of itself. */
export type Claim = Pick<Hello, 'tenant' | 'agent' | 'user' | 'token'>

/** How a relay knows whom it speaks to, and what they may do. */
export interface Identity {
  /** whoever reaches it is believed, so it may be reached from this machine only */
  readonly isTrusting: boolean
  /** stock clients may give their token in the URL */
  readonly takesUrlTokens: boolean
  /**
   * Whom a claim names.
   *
   * @throws FrameError (or rejects with it) `unauthorised`; `invalid` for names that are none
   */
  identify(claim: Claim): Grant | Promise<Grant>
  readonly rightsOf: RightsOf
  /** what is given before a policy log says anything, where that is by rules */
  readonly rules?: readonly BaseRule[]
}

const trustedRights: ReadonlySet<Right> = new Set<Right>(['discover', 'read', 'append', 'curate'])

/** Believes what it is told, and lets everybody do everything but administer in their own tenant: for development. */
export const trustingIdentity: Identity = {
  isTrusting: true,
  takesUrlTokens: false,
  identify: claim => ({ principal: namesOf(claim), lifeMs: null, isAdmin: false }),
  rightsOf: () => trustedRights,
}

/** Believes what it is told of names, and lets each do what a policy says; everything where there is none. */
export function trustingIdentityUnder(policy: Policy | undefined): Identity {
  return policy === undefined ? trustingIdentity : { ...trustingIdentity, rightsOf: createPolicy(policy) }
}

/** Believes tokens only. */
export function tokenIdentity(verify: VerifyToken, rules: readonly BaseRule[], takesUrlTokens: boolean): Identity {
  return {
    isTrusting: false,
    takesUrlTokens,
    async identify(claim) {
      if (claim.token === '') throw new FrameError('unauthorised', 'this relay wants a token')
      const grant = await verify(claim.token)
      for (const part of ['tenant', 'agent', 'user'] as const) {
        if (claim[part] === '' || claim[part] === grant.principal[part]) continue
        throw new FrameError('unauthorised', `its token names another ${part}`)
      }
      return grant
    },
    rules,
    rightsOf: rightsByRules(rules),
  }
}

function namesOf({ tenant, agent, user }: Claim): Principal {
  try {
    return {
      tenant: tenant === '' ? 'default' : checkName(tenant, 'tenant'),
      agent: checkName(agent, 'agent'),
      user: user === '' ? '' : checkName(user, 'user'),
      name: '',
    }
  } catch (error) {
    if (error instanceof NameError) throw new FrameError('invalid', error.message)
    throw error
  }
}
