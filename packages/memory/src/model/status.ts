import type { Kind, Status } from './record-body'
import type { Version } from './version'
import type { Votes } from './votes'

/** What must be looked into before readers are given it: versions of a space, of a kind, or of a kind in a space. */
export interface Checkpoint {
  readonly space?: string
  readonly kind?: Kind
  /** how many distinct agents, the author not among them, must agree; 1 when left out */
  readonly validators?: number
  /** the agents whose findings count; anybody's when left out */
  readonly among?: readonly string[]
}

/** The first checkpoint that is meant for a version of this kind in this space. */
export function checkpointFor(
  checkpoints: readonly Checkpoint[],
  space: string,
  kind: Kind | undefined,
): Checkpoint | undefined {
  return checkpoints.find(each => (each.space ?? space) === space && (each.kind === undefined || each.kind === kind))
}

/**
 * Whether a version has been looked into, whatever its author claims: refuted or verified once so many agents besides
 * its author found it so, refuted first; else proposed where a checkpoint or its author asks for validation. Retractions
 * need none.
 */
export function statusOf({ record, author }: Version, votes: Votes, checkpoint: Checkpoint | undefined): Status {
  if (!record.ok || record.body.type === 'tombstone') return 'plain'
  const counts = (agent: string) => agent !== author?.agent && (checkpoint?.among?.includes(agent) ?? true)
  const enough = checkpoint?.validators ?? 1
  if (votes.refuted.filter(counts).length >= enough) return 'refuted'
  if (votes.verified.filter(counts).length >= enough) return 'verified'
  return checkpoint !== undefined || record.body.status === 'proposed' ? 'proposed' : 'plain'
}
