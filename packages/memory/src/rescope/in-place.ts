import type { Core } from '../core'
import { type Dot, encodeRecord, type NewEntry, type RecordBody, type Version } from '../model'
import { bodyToRevise, parentsFor } from '../model/revise'
import { signature } from '../signature'
import { renamed } from './carried'

/**
 * The entries that write versions of one key again where they are, each superseding its own: every side stays a side. The
 * time of each stays, so that they keep their order; the audit says when it was done.
 *
 * @param first where the first of them will stand
 */
export function rewritten(
  core: Core,
  versions: readonly Version[],
  first: Dot,
  change: (body: RecordBody, version: Version) => RecordBody,
): NewEntry[] {
  const { author } = signature(core, undefined)
  return renamed(versions, first).map(({ dot, parents }, n) => {
    const version = versions[n]!
    const body = bodyToRevise(version.entry)
    const payload = encodeRecord({ ...change(body, version), author })
    return { key: version.entry.key, parents: [...parentsFor([version.entry], dot), ...parents], payload }
  })
}
