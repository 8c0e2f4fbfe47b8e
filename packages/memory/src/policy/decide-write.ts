import type { Core } from '../core'
import { CommonplaceError } from '../errors'
import { metadataStating } from '../graph/entities'
import type { Kind } from '../model'
import { isPlainObject } from '../model/json'
import { presentId } from '../reading/present-id'
import { stringToRecordId } from '../reading/record-id'
import { type LoggedAudiences, loggedAudiences } from './logged-audiences'

interface Asked {
  readonly content: string
  readonly space: string
  readonly kind: Kind
  readonly tags?: readonly string[] | undefined
  readonly sensitivity?: string | undefined
  readonly key?: string
  readonly from: readonly string[]
  readonly metadata?: Readonly<Record<string, unknown>> | undefined
}

/**
 * Where a memory goes and what it says, after the write policy.
 *
 * @throws CommonplaceError `forbidden` with the policy's reason
 */
export function decideWrite<T extends Asked>(core: Core, asked: T): T {
  const { content, space, kind, tags = [], sensitivity, key, from, metadata } = asked
  const write = core.policy?.write
  if (write === undefined) return asked
  const { agent } = core.identity
  const sources = from.flatMap(id => stringToRecordId(presentId(core, id)) ?? [])
  const touched = new Set(sources.map(source => source.space))
  const authors = sources.flatMap(source => core.pool.get(source.space)?.authorOf(source.dot.client)?.agent ?? [])
  const contributors = new Set([agent, ...authors])
  const verdict = write({
    ...{ content, space, kind, tags },
    ...(sensitivity !== undefined && { sensitivity }),
    ...(key !== undefined && { key }),
    touched: [...touched],
    contributors: [...contributors],
    get audiences() {
      return audiencesOf(core, [...touched], [...contributors])
    },
  })
  if (verdict === true) return asked
  if (!isPlainObject(verdict)) {
    const isPromise = (verdict as unknown) instanceof Promise
    // What it ends with is nobody's to catch, and would end the process.
    if (isPromise) (verdict as unknown as Promise<unknown>).catch(() => {})
    const given = isPromise ? 'a promise' : String(verdict)
    throw new CommonplaceError(
      'forbidden',
      `the write policy of agent "${agent}" gave ${given}, which lets nothing through`,
      {
        hint: 'a write policy returns, at once, true, { refuse } with the reason, or { space, content }',
      },
    )
  }
  if ('refuse' in verdict) {
    throw new CommonplaceError(
      'forbidden',
      `agent "${agent}" may not write this to space "${space}": ${verdict.refuse}`,
      {
        hint: 'the write policy of this memory decides it (openMemory, policy.write)',
      },
    )
  }
  const said = verdict.content ?? content
  // A relation repeats its words beside them: words that the policy took out stay out there too.
  return {
    ...asked,
    ...{ space: verdict.space ?? space, content: said },
    ...(metadata && { metadata: metadataStating(said, metadata) }),
  }
}

function audiencesOf(
  core: Core,
  touched: readonly string[],
  contributors: readonly string[],
): LoggedAudiences | undefined {
  const held = core.policyLog.opened?.held
  if (held?.reach !== 'whole') return undefined
  const { agent, user = '' } = core.identity
  const spaces = new Map(core.pool.loaded().map(({ name, visibility }) => [name, visibility === 'private'] as const))
  const time = Math.max(core.now(), held.entries.at(-1)?.at ?? 0)
  return loggedAudiences(held, { self: { agent, user }, time, spaces, touched, contributors })
}
