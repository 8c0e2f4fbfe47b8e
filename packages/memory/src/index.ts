export type { AccessAnswer, AccessLine, AccessLog, AccessRule, AccessWho } from './access/answer'
export type { AccessVerbs } from './access/verbs'
export type { Artifact } from './artifacts/artifact'
export type { PutOptions } from './artifacts/input'
export type { ArtifactVerbs } from './artifacts/verbs'
export type { ContextOptions } from './context/input'
export type { Citation, ContextPacket, OmitReason } from './context/packet'
export type { Embedder } from './embedding/embedder'
export type { ErasureReport } from './erase/erase'
export type { Erasable, EraseOptions } from './erase/input'
export type { ErasureReceipt } from './erase/receipt'
export { CommonplaceError, type ErrorCode } from './errors'
export type { MemoryEvents } from './events'
export type { Skipped } from './exchange/foreign-memory'
export type { ImportReport } from './exchange/import-memory'
export type { ImportOptions } from './exchange/input'
export type { DuplicateFacts } from './facts/duplicates'
export type { AssertOptions, DuplicateOptions, FactListOptions, FactQuery, ResolveOptions } from './facts/input'
export type { Resolution } from './facts/resolve'
export type { FactVerbs } from './facts/verbs'
export type { GateOptions, SecretAction } from './gate/gate-options'
export type { SecretRule } from './gate/secrets'
export type { Step } from './graph/entity-graph'
export type { NeighbourOptions } from './graph/input'
export type { Neighbour } from './graph/neighbours'
export type { GraphVerbs } from './graph/verbs'
export type { Identity } from './identity'
export type { RollbackOptions, UpdateOptions, ValidateOptions, WriteOptions } from './input/change-input'
export type { AddOptions, FlushOptions, GetOptions, ListOptions, SearchOptions, WorkingOptions } from './input/input'
export { type KindPolicies, type KindPolicy, kindPolicies } from './kinds/kind-policies'
export { Memory } from './memory'
export type {
  Checkpoint as ValidationCheckpoint,
  HoldReason,
  Json,
  JsonObject,
  Kind,
  QuarantineRule,
  Scope,
  Source,
  SourceClass,
  Status,
  Trust,
} from './model'
export { openMemory } from './open-memory'
export type { OpenOptions, RelayAddress } from './open-options'
export type { AccessPolicy, Draft, WriteVerdict } from './policy/access-policy'
export { type Audiences, audiencePolicy } from './policy/audience-policy'
export { derivedAudiencePolicy } from './policy/derived-audience-policy'
export type { LoggedAudiences } from './policy/logged-audiences'
export type { Implementation } from './procedures/call'
export type { ProcedureChoice } from './procedures/choice'
export type { CallOptions, DefinitionInput } from './procedures/input'
export type { Procedure } from './procedures/procedure'
export type { ProcedureVerbs } from './procedures/verbs'
export type { ConflictRule, Fact, FactSide } from './reading/fact'
export type { ReadVerdict } from './reading/read-policy'
export type { Author, MemoryRecord, RecordVersion } from './reading/record'
export type { Support } from './reading/support'
export type { Filter, Hit, Weights, WordTable } from './recall'
export { weights as recallWeights } from './recall/weights'
export type { Dependent, DependentsReport } from './record/dependents'
export type { RollbackReport } from './record/rollback'
export type { SearchHit } from './record/search'
export type { Finding } from './record/validate'
export type { Rescoping } from './rescope/audit'
export type { Choice, RescopeOptions, RescopeTarget, UndoOptions } from './rescope/input'
export type { PromoteOptions } from './rescope/promote'
export type { PromotionChanges, PromotionPolicy, PromotionVerdict } from './rescope/promotion-policy'
export type { RescopeReport } from './rescope/rescope'
export type { CompactReport } from './retention/compact'
export type { CompactOptions } from './retention/input'
export type { RetentionRule } from './retention/retention-rule'
export type { Checkpoint } from './runs/checkpoint-info'
export type { CheckpointOptions, LogEntry, LogOptions, ResumeOptions, RunChoice, WindowOptions } from './runs/input'
export type { RunInfo } from './runs/list'
export type { ResumedRun } from './runs/resume'
export type { RunVerbs } from './runs/verbs'
export type { IndexStatus } from './search-index/index-status'
export type { SharedWorkerLike, WorkerLike } from './search-index/port'
export { type Topology, type TopologyName, topologies, type Visibility } from './space/topology'
export type { SpaceInfo, SpaceVerbs } from './space/verbs'
export type { StorageStatus } from './store/storage-status'
export type { StorageVerbs } from './store/verbs'
export type { Observable, SocketLike, SpaceStatus, Tier } from './sync'
export type { RefusedWrite, SyncStatus, SyncVerbs } from './sync-verbs'
export type { A2aCard } from './team/a2a'
export type { AgentInfo } from './team/agents'
export type { Capability } from './team/card'
export type { FindOptions, ImportedCard, Registration, WhoKnowsOptions } from './team/input'
export type { Peer } from './team/peer'
export type { TeamPresence } from './team/presence'
export type { TeamVerbs } from './team/verbs'
export type { Knower } from './team/who-knows'
export type { AuditReport } from './upkeep/audit'
export type { Consolidated, ConsolidationReport } from './upkeep/consolidate'
export type { Finding as AuditFinding } from './upkeep/finding'
export type { AuditOptions, ConsolidateOptions } from './upkeep/input'
export type { Episode, Summariser } from './upkeep/summariser'
export type { WorkCall } from './work/calls'
export type { WorkLease } from './work/claim'
export type {
  CallFilter,
  ClaimOptions,
  OnceOptions,
  ResultOptions,
  TaskChoice,
  TaskClaimOptions,
  TaskFields,
  TaskFilter,
  TaskWriteOptions,
  WorkKeyInput,
  WorkScope,
} from './work/input'
export type { RunContext, WorkContext } from './work/run'
export type { Task, TaskOutcome } from './work/task'
export type { HeldTask } from './work/task-board'
export type { TaskVerbs } from './work/tasks'
export type { WorkVerbs } from './work/verbs'
export type { WorkResult, WorkRun } from './work/work-result'
export type { WorkingItem, WorkingMemory } from './working/working-memory'
