export { type ConflictRule, chooseSide, type RuleContext } from './choose-side'
export * from './codec'
export * from './dot'
export { entriesIn } from './entries-in'
export type { Entry, NewEntry } from './entry'
export { maxParents } from './entry'
export { EntryIndex } from './entry-index'
export type { Clocks, Erasure } from './erasure'
export { isExpired } from './expiry'
export { falseClaimOf, isForged } from './false-claim'
export { flipsIn } from './flips'
export { inTurns } from './in-turns'
export * from './instant'
export type { Json, JsonObject } from './json'
export * from './judge'
export type { HoldReason, JudgeContext } from './judge-context'
export * from './keys'
export type { Lineage } from './lineage'
export type { Pause } from './pause'
export { mayWrite } from './permission'
export {
  clearedOf,
  heldBy,
  isTainted,
  marksOf,
  maxQuarantineRules,
  originsOf,
  type QuarantineRule,
  type SourceClass,
  sourceClasses,
} from './quarantine'
export { type Side, sidesOf } from './sides'
export { sortedInTurns } from './sorted-in-turns'
export { type Checkpoint, checkpointFor, statusOf } from './status'
export type { Standing } from './support-graph'
export type { Trust } from './support-node'
export * from './time'
export { outsideAt, outsideNow } from './validity'
export { claimedMs, compareVersions, readVersion, type Version } from './version'
export { noVotes, type Votes, votesIn } from './votes'
export { appendEntries, appendHole, appendWithin, deleteEntries, nextDot } from './write'
