import type { Core } from '../core'
import { CommonplaceError } from '../errors'
import { calledWith, guarded } from '../guarded'
import { checked, name } from '../input/input'
import { type Entry, encodeRecord, factKey, type Json, type Kind, toMs, type Verdict, type Version } from '../model'
import { jsonFault } from '../model/json'
import { parentsFor } from '../model/revise'
import { decideWrite } from '../policy/decide-write'
import type { Fact } from '../reading/fact'
import { basisFor } from '../record/basis'
import { newBody } from '../record/body'
import { write } from '../work/write-claimed'
import { presentFact } from './get'
import { type AssertOptions, assertOptions } from './input'
import { sentenceOf } from './sentence'
import { keptSpace } from './space-choice'

/**
 * Claims a value for a key. On a settled fact the claim supersedes what was there; while the fact is disputed it
 * supersedes this agent's own side only, so that saying it again is no silent resolution.
 */
export function assertFact(core: Core, key: string, value: unknown, options: AssertOptions = {}): Promise<Fact> {
  return guarded(core, calledWith('facts.assert', key), async () => {
    checked(name, key, core.identity.agent, 'facts.assert', 'a key')
    const input = checked(assertOptions, options, core.identity.agent, 'facts.assert')
    return claimFact(core, key, jsonOf(value, key), input)
  })
}

/** As `assertFact`, for verbs that keep what they know as facts: also of another kind. */
export function claimFact(
  core: Core,
  key: string,
  claim: Json,
  input: AssertOptions & { readonly kind?: Kind },
): Promise<Fact> {
  const { evidence = [], content, ...fields } = input
  const { validFrom, validTo } = input
  const holdsFrom = validFrom === undefined ? core.now() : toMs(validFrom)
  if (validTo !== undefined && toMs(validTo) <= holdsFrom) {
    const start = validFrom === undefined ? 'now, and it has no validFrom' : 'its validFrom'
    throw new CommonplaceError('invalid-input', `fact "${key}" would never hold: its validTo is not after ${start}`, {
      hint: 'give a validFrom before it; memory.retract ends a fact now',
    })
  }
  const derivedFrom = [...(input.derivedFrom ?? []), ...evidence]
  const decided = decideWrite(core, {
    ...fields,
    key,
    content: content ?? sentenceOf(key, claim),
    space: keptSpace(core, input, input.kind),
    kind: input.kind ?? 'semantic',
    from: derivedFrom,
  })
  return core.pool.using(decided.space, async space => {
    const what = { type: 'fact', content: decided.content, value: claim } as const
    const basis = await basisFor(core, derivedFrom)
    const build = () => {
      const verdict = core.projection.verdict(space, factKey(key))
      const seen = supersededBy(core.identity.agent, verdict, core.now())
      const payload = encodeRecord(newBody(core, space, what, { ...fields, derivedFrom }, basis))
      return { key: factKey(key), parents: parentsFor(seen, space.nextDot()), payload }
    }
    return write(core, space, factKey(key), build, input, () => presentFact(core, space, factKey(key), holdsFrom))
  })
}

/**
 * What an agent's claim takes the place of: what stands, or while that is disputed the agent's own side only; what has
 * ceased to hold; and what the agent itself said that is held back. A claim that is planned for later stays planned.
 */
function supersededBy(agent: string, { state, heads, held }: Verdict, now: number): Entry[] {
  const isOwn = ({ author }: Version) => author?.agent === agent
  const hasEnded = ({ record }: Version) => record.ok && (record.body.validTo ?? Number.POSITIVE_INFINITY) <= now
  const back = held.filter(({ version, reason }) => (reason === 'not-valid' ? hasEnded(version) : isOwn(version)))
  const standing = state === 'conflict' ? heads.filter(isOwn) : heads
  return [...standing, ...back.map(({ version }) => version)].map(({ entry }) => entry)
}

/** @throws CommonplaceError `invalid-input` naming what JSON cannot carry */
export function jsonOf(value: unknown, key: string): Json {
  const fault = jsonFault(value, 'value')
  if (fault === undefined) return value as Json
  throw new CommonplaceError('invalid-input', `fact "${key}" was given a value that cannot be kept: ${fault}`, {
    hint: 'give a JSON value, null included',
  })
}
