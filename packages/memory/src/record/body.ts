import type { Core } from '../core'
import { expiryToMs } from '../input/expiry'
import type { AddOptions } from '../input/input'
import { policyMs } from '../kinds/kind-policies'
import { type Json, type JsonObject, type RecordBody, toMs } from '../model'
import { signature } from '../signature'
import type { Space } from '../space/space'
import type { Basis } from './basis'

/** The options that every verb which writes a version takes, checked. */
export type VersionOptions = Omit<AddOptions, 'space' | 'consistency' | 'signal' | 'status' | 'kind'> & {
  readonly kind?: RecordBody['kind']
}

/**
 * The optional fields of a version, in the units of the record: milliseconds since 1970, shares of one.
 *
 * @param basis as `basisFor` gives it for `derivedFrom`
 */
export function fieldsOf(
  core: Core,
  space: Space,
  options: VersionOptions,
  basis: Basis | undefined,
): Partial<RecordBody> {
  const now = core.now()
  const from = options.derivedFrom ?? []
  return {
    ...(options.kind && { kind: options.kind }),
    ...(options.tags && { tags: options.tags }),
    ...(options.title !== undefined && { title: options.title }),
    ...(options.derivedFrom && { derivedFrom: basis ? basis.seenVersions(core, space, from) : [] }),
    ...(options.source && { source: options.source }),
    ...(options.confidence !== undefined && {
      confidence: Math.min(options.confidence, ...(basis?.confidencesOf(core, from) ?? [])),
    }),
    ...(options.importance !== undefined && { importance: options.importance }),
    ...(options.pinned !== undefined && { pinned: options.pinned }),
    ...(options.sensitivity && { sensitivity: options.sensitivity }),
    ...(options.validFrom !== undefined && { validFrom: toMs(options.validFrom) }),
    ...(options.validTo !== undefined && { validTo: toMs(options.validTo) }),
    ...(options.expires !== undefined && { expires: expiryToMs(options.expires, now, core.identity.agent) }),
    ...(options.metadata && { metadata: options.metadata as JsonObject }),
  }
}

/**
 * A first version of a record or a fact, as the write gate lets it through.
 *
 * @param basis as `basisFor` gives it for `derivedFrom`
 * @throws CommonplaceError `secret`, `content-too-large`
 */
export function newBody(
  core: Core,
  space: Space,
  what: { type: RecordBody['type']; content: string; value?: Json },
  options: VersionOptions & Pick<AddOptions, 'status'>,
  basis: Basis | undefined,
): RecordBody {
  return core.gate.screened({
    type: what.type,
    kind: what.type === 'fact' ? 'semantic' : 'episodic',
    content: what.content,
    ...(what.value !== undefined && { value: what.value }),
    tags: [],
    derivedFrom: [],
    status: options.status ?? 'plain',
    ...signature(core, options.run),
    ...expiryOfKind(core, options.kind ?? (what.type === 'fact' ? 'semantic' : 'episodic'), options.expires),
    ...fieldsOf(core, space, options, basis),
  })
}

/** When a version is forgotten whose writer says nothing about it: as its kind says. */
function expiryOfKind(core: Core, kind: RecordBody['kind'], asked: VersionOptions['expires']): Partial<RecordBody> {
  const life = policyMs(core.kinds[kind].expires)
  return asked === undefined && Number.isFinite(life) ? { expires: Math.round(core.now() + life) } : {}
}
