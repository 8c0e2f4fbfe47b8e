import type { Core } from '../core'
import type { Dot } from '../model'
import type { Space } from '../space/space'
import { type AuditLine, auditEntry } from './audit'
import { allDone, settle } from './batch'

/** What is to be told of a batch: where the copies stand, and what they were made of. */
export interface Promoted {
  readonly token: string
  readonly reason: string | undefined
  readonly made: readonly Dot[]
  readonly sources: readonly Dot[]
}

/** Tells both spaces of a promotion, at once, what was said in the one and made of the other. */
export function writeDown(
  core: Core,
  from: Space,
  to: Space,
  { token, reason, made, sources }: Promoted,
): Promise<void> {
  const tell = async (space: Space, line: AuditLine) => {
    if (line.records > 0)
      await settle(core, space, [auditEntry(core, space, token, line, reason)], { consistency: 'local' })
  }
  const shared = {
    did: 'shared',
    records: from.visibility === 'private' ? sources.length : 0,
    dots: sources,
    other: to.name,
  } as const
  return allDone([tell(to, { did: 'promoted', records: made.length, dots: made }), tell(from, shared)])
}
