import type { Core } from '../core'
import { CommonplaceError } from '../errors'
import { guarded } from '../guarded'
import { bodyToRevise, encodeRecord, factKey, parentsFor } from '../model'
import { signature } from '../record/body'
import { checked, type ResolveOptions, resolveOptions } from '../record/input'
import { jsonOf, sentenceOf, writeSide } from './assert'
import type { Fact } from './fact'
import { keptSpace } from './space-choice'

/** How a conflict ends: with one of its sides, by id, or with another value. */
export type Resolution = { readonly side: string } | { readonly value: unknown }

/**
 * Settles a fact: writes a version that supersedes every side. The sides stay in its history.
 *
 * @throws CommonplaceError `not-in-conflict` when the fact is settled, `unknown-record` when no side has that id
 */
export function resolveFact(
  core: Core,
  key: string,
  resolution: Resolution,
  options: ResolveOptions = {},
): Promise<Fact> {
  return guarded(core, `facts.resolve('${key}')`, async () => {
    const input = checked(resolveOptions, options, core.identity.agent, 'facts.resolve')
    return core.pool.using(keptSpace(core, input), space => {
      const fact = core.projection.fact(space, factKey(key))
      if (!fact || fact.settled)
        throw new CommonplaceError(
          'not-in-conflict',
          `fact "${key}" in space "${space.name}" is ${fact ? 'settled' : 'unknown'}`,
          {
            hint: 'facts.conflicts() lists what is in conflict; facts.assert changes a settled fact',
          },
        )
      const { heads, sides } = core.projection.verdict(space, factKey(key))
      const chosen = 'side' in resolution ? fact.sides.findIndex(side => side.id === resolution.side) : 0
      const side = sides[chosen]
      if (!side)
        throw new CommonplaceError(
          'unknown-record',
          `fact "${key}" has no side ${'side' in resolution ? resolution.side : ''}`,
          {
            hint: `its sides are ${fact.sides.map(side => side.id).join(', ')}`,
          },
        )
      const base = bodyToRevise(side.version.entry)
      const value = 'side' in resolution ? base.value : jsonOf(resolution.value, key)
      const payload = encodeRecord({
        ...base,
        ...('side' in resolution ? {} : { value, content: sentenceOf(key, value), derivedFrom: [] }),
        ...signature(core, undefined),
        reason: input.reason ?? `resolved by ${core.identity.agent}`,
      })
      const parents = parentsFor(
        heads.map(each => each.entry),
        space.nextDot(),
      )
      return writeSide(core, space, { key: factKey(key), parents, payload }, input)
    })
  })
}
