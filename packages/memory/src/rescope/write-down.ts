import type { Core } from '../core'
import type { Dot } from '../model'
import type { Space } from '../space/space'
import { auditEntry } from './audit'
import { settle } from './batch'

/** What is to be told of a batch: where the copies stand, and what they were made of. */
export interface Promoted {
  readonly token: string
  readonly reason: string | undefined
  readonly made: readonly Dot[]
  readonly sources: readonly Dot[]
}

/** Tells both spaces of a promotion what was said in the one and made of the other. */
export async function writeDown(
  core: Core,
  from: Space,
  to: Space,
  { token, reason, made, sources }: Promoted,
): Promise<void> {
  const arrived = { did: 'promoted', records: made.length, dots: made } as const
  const shared = { did: 'shared', records: sources.length, dots: sources, other: to.name } as const
  if (made.length > 0) await settle(core, to, [auditEntry(core, to, token, arrived, reason)], { consistency: 'local' })
  if (from.visibility === 'private' && sources.length > 0)
    await settle(core, from, [auditEntry(core, from, token, shared, reason)], {})
}
