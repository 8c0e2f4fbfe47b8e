import type { Core } from '../core'
import type { Verdict, Version } from '../model'
import { project } from '../reading/read-policy'
import { toRecord } from '../reading/to-record'
import type { Space } from '../space/space'

/** What the read policy gives of one version: all of it, nothing, or other words in its place. */
export function shownVersion(
  core: Core,
  space: Space,
  verdict: Verdict,
  version: Version,
): 'whole' | 'hidden' | { readonly content: string } {
  const read = core.policy?.read
  if (read === undefined || !version.record.ok || version.author?.agent === core.identity.agent) return 'whole'
  const record = toRecord(space, verdict, version, version.record.body, core.projection.standings)
  const shown = project(record, read)
  if (shown === record) return 'whole'
  return shown ? { content: shown.content } : 'hidden'
}
