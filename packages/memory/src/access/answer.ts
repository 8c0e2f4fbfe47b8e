import {
  type BaseRule,
  isDelegation,
  type PolicyEntry,
  type Reason,
  type Right,
  rightsOfLevel,
} from '@commonplace/protocol'
import * as v from 'valibot'
import { CommonplaceError } from '../errors'
import type { Identity } from '../identity'
import { checked, time as instant, name } from '../input/input'
import { type Instant, toDate, toMs } from '../model'
import type { Connection } from '../sync'
import type { PolicyReplica } from './policy-replica'

/** What an answer rests on. */
interface Asked {
  readonly identity: Identity
  readonly connection: Connection | undefined
  readonly policyLog: { get(): Promise<PolicyReplica> }
  now(): number
}

/** One line of the policy log: who changed what, and when. */
export interface AccessLine {
  /** from 1; who sees a part of the log sees its lines counted as if there were no others */
  readonly number: number
  readonly at: Instant
  /** the agent that logged it, as `agent` or `agent for user` */
  readonly by: string
  readonly do: 'grant' | 'revoke'
  /** a name or a pattern of names, as are `user` and `space` */
  readonly agent: string
  /** of an edge from a user to an agent */
  readonly user?: string
  /** of an edge from an agent to a space */
  readonly space?: string
  readonly right?: Right
  readonly from?: Instant
  readonly until?: Instant
  readonly hash: string
}

/** What is given before the log says anything, by the relay's policy file. */
export interface AccessRule extends Pick<BaseRule, 'space' | 'agents' | 'users'> {
  readonly rights: readonly Right[]
}

/** Who may do what in a space at a time, and because of which lines. */
export interface AccessAnswer {
  readonly agent: string
  /** '' for nobody */
  readonly user: string
  readonly space: string
  readonly at: Instant
  readonly rights: readonly Right[]
  /** whether the user may act through the agent; true where there is no user */
  readonly isDelegated: boolean
  /** lines about user and agent, then lines about agent and space, each in log order */
  readonly because: readonly { readonly line: AccessLine; readonly isInForce: boolean }[]
}

/** What this device holds of the policy log. */
export interface AccessLog {
  /** `whole`: all of it. `part`: what is about this agent. `none`: the relay keeps no log. `unknown`: no relay has said it yet */
  readonly reach: 'unknown' | 'none' | 'part' | 'whole'
  /** the relay is there, and there is no more than this */
  readonly isCurrent: boolean
  readonly lines: readonly AccessLine[]
  readonly rules: readonly AccessRule[]
  /** the hash of the last line, which stands for all of them; '' for none */
  readonly head: string
}

/** An agent's name, acting for nobody; for this agent's own name, for whom it acts. Or an agent and a user. */
export type AccessWho = string | { readonly agent: string; readonly user?: string }

const names = v.strictObject({ agent: name, user: v.optional(name) })

/** @throws CommonplaceError `invalid-input`, `offline`, `no-relay`, `unsupported`, `forbidden` */
export async function explain(
  core: Asked,
  who: AccessWho,
  space: string,
  when?: Instant | string | number,
): Promise<AccessAnswer> {
  const { agent: self, user: ownUser = '' } = core.identity
  const verb = 'access.explain'
  const { agent, user = '' } =
    typeof who === 'string'
      ? { agent: checked(name, who, self, verb, 'an agent'), user: who === self ? ownUser : '' }
      : checked(names, who, self, verb, 'an agent')
  const place = checked(name, space, self, verb, 'a space')
  const { held } = await core.policyLog.get()
  // The relay's clock may be ahead: what it logged has begun.
  const latest = held.entries.at(-1)?.at ?? 0
  const time = when === undefined ? Math.max(core.now(), latest) : toMs(checked(instant, when, self, verb, 'a time'))
  const whose = `agent "${self}", ${verb}`
  if (held.reach === 'unknown') throw unknown(core, whose)
  if (held.reach === 'none') {
    throw new CommonplaceError('unsupported', `${whose}: the relay keeps no policy log`, {
      hint: 'a relay that takes tokens keeps one; one that trusts everybody keeps none',
    })
  }
  if (held.reach === 'part' && (agent !== self || user !== ownUser)) {
    throw new CommonplaceError('forbidden', `${whose}: this agent sees of the policy log what is about itself only`, {
      hint: `ask about "${self}", or open the memory with a token that has the claim admin`,
    })
  }
  const { rights, isDelegated, because } = held.explain(place, { agent, user }, time)
  return Object.freeze({
    agent,
    user,
    space: place,
    at: toDate(time),
    rights,
    isDelegated,
    because: because.map(told),
  })
}

export async function show(core: Asked): Promise<AccessLog> {
  const replica = await core.policyLog.get()
  const { reach, entries, rules } = replica.held
  return Object.freeze({
    reach,
    isCurrent: replica.isCurrent,
    lines: Object.freeze(entries.map(lineOf)),
    rules: Object.freeze(
      rules.map(({ tenant: _, level, ...rule }) => ({ ...rule, rights: [...rightsOfLevel(level)] })),
    ),
    head: entries.at(-1)?.hash ?? '',
  })
}

const told = ({ entry, isInForce }: Reason) => Object.freeze({ line: lineOf(entry), isInForce })

function lineOf({ number, at, by, statement, hash }: PolicyEntry): AccessLine {
  const { do: verb, agent, from, until } = statement
  return Object.freeze({
    ...{ number, at: toDate(at), by, do: verb, agent },
    ...(isDelegation(statement) ? { user: statement.user } : { space: statement.space, right: statement.right }),
    ...(from !== undefined && { from: toDate(from) }),
    ...(until !== undefined && { until: toDate(until) }),
    hash,
  })
}

function unknown({ connection }: Asked, whose: string): CommonplaceError {
  return connection === undefined
    ? new CommonplaceError(
        'no-relay',
        `${whose}: this memory has no relay, and who may do what is its relay's to say`,
        {
          hint: 'open it with a relay',
        },
      )
    : new CommonplaceError('offline', `${whose}: the relay has not told this agent of the policy yet`, {
        hint: 'ask again once `memory.sync.status` says online; then offline too',
      })
}
