import { type BaseRule, parseBaseRule, type Right, type RoomName, rightsOfLevel } from '@commonplace/protocol'
import * as v from 'valibot'
import { checkedFile } from './checked-file'
import type { Principal } from './principal'

/** What a principal may do in a room of its tenant. */
export type RightsOf = (principal: Principal, room: RoomName) => ReadonlySet<Right>

// Each right is of no use without those before it, so a rule that skips one is a slip. Nobody administers by a file.
const ladder = ['discover', 'read', 'append', 'curate'] as const

const text = v.pipe(v.string(), v.minLength(1))
const schema = v.strictObject({
  version: v.literal(1),
  rules: v.array(
    v.strictObject({
      tenant: text,
      space: text,
      agents: v.optional(v.pipe(v.array(text), v.minLength(1))),
      users: v.optional(v.pipe(v.array(text), v.minLength(1))),
      rights: v.pipe(v.array(v.picklist(ladder)), v.minLength(1)),
    }),
  ),
})

/** Who may do what where: what no rule allows is denied, and a principal has the rights of every rule that fits it. */
export type Policy = v.InferOutput<typeof schema>

/**
 * Checks a policy.
 *
 * @param value what the policy's JSON file holds
 * @throws Error that names every fault and its place
 */
export function rulesOfPolicy(value: unknown): BaseRule[] {
  return checkedFile(schema, value, 'the policy').rules.map((rule, index) => {
    try {
      const base = baseRuleOf(rule)
      parseBaseRule(base)
      return base
    } catch (error) {
      throw new Error(`the policy is not valid: rule ${index + 1}: ${(error as Error).message}`)
    }
  })
}

/** What rules give, as a function. */
export function rightsByRules(rules: readonly BaseRule[]): RightsOf {
  const levels = rules.map(parseBaseRule)
  // Asked on every frame; a connection keeps its principal, and a channel its room.
  const known = new WeakMap<Principal, WeakMap<RoomName, ReadonlySet<Right>>>()
  return (principal, room) => {
    let rooms = known.get(principal)
    if (rooms === undefined) {
      rooms = new WeakMap()
      known.set(principal, rooms)
    }
    let rights = rooms.get(room)
    if (rights === undefined) {
      rights = rightsOfLevel(Math.max(0, ...levels.map(levelIn => levelIn(room.tenant, room.space, principal))))
      rooms.set(room, rights)
    }
    return rights
  }
}

/** Checks a policy and makes it a function. @throws Error as `rulesOfPolicy` does */
export const createPolicy = (value: unknown): RightsOf => rightsByRules(rulesOfPolicy(value))

function baseRuleOf({ tenant, space, agents = [], users = [], rights }: Policy['rules'][number]): BaseRule {
  const level = Math.max(...rights.map(right => ladder.indexOf(right))) + 1
  const missing = ladder.slice(0, level - 1).find(r => !rights.includes(r))
  if (missing !== undefined) throw new Error(`"${rights.at(-1)}" is of no use without "${missing}"`)
  return { tenant, space, agents, users, level }
}
