import type { Core } from '../core'
import { CommonplaceError } from '../errors'
import { calledWith, guarded } from '../guarded'
import { checked, name } from '../input/input'
import { encodeRecord, factKey, type Json, type RecordBody } from '../model'
import { bodyToRevise, parentsFor } from '../model/revise'
import type { Fact } from '../reading/fact'
import { shortened } from '../shortened'
import { signature } from '../signature'
import { write } from '../work/write-claimed'
import { jsonOf } from './assert'
import { type ResolveOptions, resolution, resolveOptions } from './input'
import { sentenceOf } from './sentence'
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
  how: Resolution,
  options: ResolveOptions = {},
): Promise<Fact | undefined> {
  return guarded(core, calledWith('facts.resolve', key), async () => {
    checked(name, key, core.identity.agent, 'facts.resolve', 'a key')
    checked(resolution, how, core.identity.agent, 'facts.resolve', 'a resolution')
    const input = checked(resolveOptions, options, core.identity.agent, 'facts.resolve')
    return core.pool.using(keptSpace(core, input), space => {
      const build = () => {
        const fact = core.projection.fact(space, factKey(key))
        if (!fact || fact.settled || fact.record.quarantined)
          throw new CommonplaceError(
            'not-in-conflict',
            `fact "${key}" in space "${space.name}" is ${fact?.settled ? 'settled' : 'not to be seen'}`,
            {
              hint: 'facts.conflicts() lists what is in conflict; facts.assert changes a settled fact',
            },
          )
        const { heads, sides } = core.projection.verdict(space, factKey(key))
        const side =
          'side' in how
            ? sides[fact.sides.findIndex(({ id }) => id === how.side)]
            : sides.find(({ body }) => body?.type === 'fact')
        if (!side)
          throw new CommonplaceError('unknown-record', `fact "${key}" has no side ${'side' in how ? how.side : ''}`, {
            hint: `its sides are ${shortened(fact.sides.map(({ id }) => id).join(', '))}`,
          })
        const base = bodyToRevise(side.version.entry)
        const payload = encodeRecord({
          ...('side' in how ? base : withValue(base, core.gate.cleaned('the value', jsonOf(how.value, key)), key)),
          ...signature(core, undefined),
          reason: core.gate.cleaned('the reason', input.reason ?? `resolved by ${core.identity.agent}`),
        })
        const parents = parentsFor(
          heads.map(each => each.entry),
          space.nextDot(),
        )
        return { key: factKey(key), parents, payload }
      }
      return write(core, space, factKey(key), build, input, () => core.projection.fact(space, factKey(key)))
    })
  })
}

/** Another value under the same heading: what a side gave as grounds for its own value says nothing of this one. */
function withValue(body: RecordBody, value: Json, key: string): RecordBody {
  const { confidence, validFrom, validTo, expires, source, ...heading } = body
  return { ...heading, value, content: sentenceOf(key, value), derivedFrom: [], status: 'plain' }
}
