export {
  AccessGraph,
  type Explanation,
  isInForce,
  type Level,
  levelOf,
  type Reason,
  rightsOfLevel,
} from './access/access-graph'
export { type BaseRule, type LevelByRule, parseAudience, parseBaseRule } from './access/base-rule'
export { isLiteral, type NamePattern, parseNamePattern, type Who } from './access/name-pattern'
export { patternsMeet } from './access/patterns-meet'
export { chainFault, nextEntry, type PolicyEntry } from './access/policy-entry'
export { PolicyView, type Viewer } from './access/policy-view'
export {
  type AccessStatement,
  checkStatement,
  type DelegationStatement,
  isDelegation,
  type Statement,
  StatementError,
} from './access/statement'
export { type CloseCode, closeCodes, isFinalClose, refusalToCloseCode } from './close-codes'
export { isRetry, type RefusalCode, refusalCodes, refusalKinds } from './codes'
export {
  type ClientFrame,
  decodeClientFrame,
  decodeFrame,
  decodeRelayFrame,
  encodeFrame,
  encodeFrameBehind,
  type Frame,
  type RelayFrame,
} from './frame'
export { FrameError } from './frame-error'
export type { Ack } from './frames/ack'
export type { Acquire } from './frames/acquire'
export type { Admitted } from './frames/admitted'
export type { Binding } from './frames/binding'
export type { Bindings } from './frames/bindings'
export type { Claim } from './frames/claim'
export type { Closed } from './frames/closed'
export { type Ended, type LeaseEnd, leaseEnds } from './frames/ended'
export type { Expires } from './frames/expires'
export type { Failed } from './frames/failed'
export type { FollowPolicy } from './frames/follow-policy'
export type { Granted } from './frames/granted'
export type { Held } from './frames/held'
export type { Hello } from './frames/hello'
export type { Join } from './frames/join'
export type { JoinRefused } from './frames/join-refused'
export type { Joined } from './frames/joined'
export type { LeaseRefused } from './frames/lease-refused'
export type { LeaseToken } from './frames/lease-token'
export type { Leave } from './frames/leave'
export { codecDeflated, decodePacked, encodePacked, type Packed, packedSince } from './frames/packed'
export type { Piece } from './frames/piece'
export type { Ping } from './frames/ping'
export { type Policy, type PolicyReach, policyReaches } from './frames/policy'
export { type PolicyLine, type PolicyLines, policyLinesPerFrame } from './frames/policy-lines'
export type { Pong } from './frames/pong'
export type { Presence } from './frames/presence'
export type { PresenceChanged } from './frames/presence-changed'
export type { Purge } from './frames/purge'
export type { Purged } from './frames/purged'
export type { Receipt } from './frames/receipt'
export type { Receipts } from './frames/receipts'
export type { Reception } from './frames/reception'
export type { Receptions } from './frames/receptions'
export type { Refresh } from './frames/refresh'
export type { RefusalParts } from './frames/refusal'
export type { Refused } from './frames/refused'
export type { Release } from './frames/release'
export type { Renew } from './frames/renew'
export type { RightsChanged } from './frames/rights-changed'
export type { Synced } from './frames/synced'
export { codecV1, type Update } from './frames/update'
export type { Updates } from './frames/updates'
export type { Welcome } from './frames/welcome'
export {
  decodeLaneMessage,
  encodeLane,
  encodeLaneMessage,
  type LaneMessage,
  lanesPerSocket,
  lanesSubprotocol,
} from './lane'
export { defaultLimits, type Limits, limitNames, type UpdateLimits } from './limits'
export { minusRanges, type Range, unionRanges } from './ranges'
export { receptionWindow, receptionWindowMs } from './reception-window'
export { allRights, type Right } from './rights'
export { checkName, isName, NameError, type RoomName, roomToString } from './room'
export { type Linked, uncovered } from './uncovered'
export { addToVector } from './update/add-to-vector'
export { type DecodedUpdate, decodeUpdate } from './update/decode-update'
export { addToDeletes, type DeleteSet } from './update/delete-set'
export { describeUpdate, type UpdateDescription } from './update/describe-update'
export { digestDeletes } from './update/digest-deletes'
export { encodeUpdate, type UpdateBlock } from './update/encode-update'
export { mergeUpdates } from './update/merge-updates'
export { noUpdate } from './update/no-update'
export { scrubUpdate } from './update/scrub-update'
export { sliceStruct } from './update/slice-struct'
export { splitUpdate } from './update/split-update'
export { decodeStateVector, encodeStateVector, type StateVector } from './update/state-vector'
export type { Struct } from './update/struct'
export { UpdateError } from './update/update-error'
export { negotiate, protocolVersion, subprotocol, type VersionRange, versions } from './version'
