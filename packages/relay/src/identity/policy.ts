import { type NamePattern, parseNamePattern, type Right, type RoomName } from '@commonplace/protocol'
import * as z from 'zod/mini'
import { checkedFile } from './checked-file'
import type { Principal } from './principal'

/** What a principal may do in a room of its tenant. */
export type RightsOf = (principal: Principal, room: RoomName) => ReadonlySet<Right>

// Each right is of no use without those before it, so a rule that skips one is a slip. Nobody administers by a file.
const ladder = ['discover', 'read', 'append', 'curate'] as const

const text = z.string().check(z.minLength(1))
const schema = z.strictObject({
  version: z.literal(1),
  rules: z.array(
    z.strictObject({
      tenant: text,
      space: text,
      agents: z.optional(z.array(text).check(z.minLength(1))),
      users: z.optional(z.array(text).check(z.minLength(1))),
      rights: z.array(z.enum(ladder)).check(z.minLength(1)),
    }),
  ),
})

/** Who may do what where: what no rule allows is denied, and a principal has the rights of every rule that fits it. */
export type Policy = z.infer<typeof schema>

const noRights: ReadonlySet<Right> = new Set()

/**
 * Checks a policy and makes it a function.
 *
 * @param value what the policy's JSON file holds
 * @throws Error that names every fault and its place
 */
export function createPolicy(value: unknown): RightsOf {
  const rules = checkedFile(schema, value, 'the policy').rules.map((rule, index) => {
    try {
      return compileRule(rule)
    } catch (error) {
      throw new Error(`the policy is not valid: rule ${index + 1}: ${(error as Error).message}`)
    }
  })
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
      rights = new Set(rules.flatMap(rule => [...rule(principal, room)]))
      rooms.set(room, rights)
    }
    return rights
  }
}

function compileRule({ tenant, space, agents, users, rights }: Policy['rules'][number]): RightsOf {
  const missing = ladder
    .slice(0, Math.max(...rights.map(right => ladder.indexOf(right))))
    .find(r => !rights.includes(r))
  if (missing !== undefined) throw new Error(`"${rights.at(-1)}" is of no use without "${missing}"`)
  const isTenant = parseNamePattern(tenant)
  const isSpace = parseNamePattern(space)
  const isAgent = anyOf(agents)
  const isUser = anyOf(users)
  const given: ReadonlySet<Right> = new Set(rights)
  return (principal, room) => {
    const fits =
      isTenant(room.tenant, principal) &&
      isSpace(room.space, principal) &&
      isAgent(principal.agent, principal) &&
      isUser(principal.user, principal)
    return fits ? given : noRights
  }
}

function anyOf(texts: readonly string[] | undefined): NamePattern {
  if (texts === undefined) return () => true
  const patterns = texts.map(parseNamePattern)
  return (name, principal) => patterns.some(isMatch => isMatch(name, principal))
}
