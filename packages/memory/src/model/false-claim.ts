import type { Author } from './record-body'
import type { Version } from './version'

/** Whom a version claims as its author, where the relay knows better; a claim that names no user is true of whichever it was. */
export function falseClaimOf({ author, bound, record }: Version): Author | undefined {
  const claim = record.ok ? record.body.author : undefined
  if (!bound || claim === undefined || claim.agent !== author?.agent) return bound ? claim : undefined
  return claim.user === undefined || claim.user === author.user ? undefined : claim
}

/**
 * Whether a version is in another's name; a retraction is by right, whatever it says. Who may curate may hand in what others wrote, as an import does: nothing else tells
 * a copy from a forgery.
 */
export function isForged(version: Version, mayCurate: (agent: string) => boolean): boolean {
  if (falseClaimOf(version) === undefined || mayCurate(version.author!.agent)) return false
  return version.record.ok && version.record.body.type !== 'tombstone'
}
