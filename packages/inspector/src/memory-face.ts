import type { Memory, MemoryRecord, TeamPresence } from '@commonplace/memory'

export type {
  AccessAnswer as InspectedAccess,
  AccessLog as InspectedAccessLog,
  AgentInfo as InspectedAgent,
  AuditFinding as InspectedFinding,
  AuditReport as InspectedAudit,
  Checkpoint as InspectedCheckpoint,
  ContextPacket as InspectedPacket,
  Dependent as InspectedDependent,
  ErasureReceipt as InspectedErasure,
  Fact as InspectedFact,
  FactSide as InspectedSide,
  Knower as InspectedKnower,
  MemoryEvents as InspectedEvents,
  MemoryRecord as InspectedRecord,
  Observable,
  RecordVersion as InspectedVersion,
  Rescoping as InspectedRescoping,
  RunInfo as InspectedRun,
  SearchHit as InspectedHit,
  SpaceStatus as InspectedSpaceStatus,
  StorageStatus as InspectedStorage,
  SyncStatus as InspectedStatus,
  Task as InspectedTask,
  WorkCall as InspectedCall,
} from '@commonplace/memory'

export type Durability = MemoryRecord['durability']

/** The narrow part of a memory that the inspector reads and writes through. */
export type InspectedMemory = Pick<
  Memory,
  | 'add'
  | 'audit'
  | 'context'
  | 'dependents'
  | 'erasures'
  | 'getAll'
  | 'history'
  | 'on'
  | 'rescopings'
  | 'retract'
  | 'search'
  | 'undo'
  | 'validate'
> & {
  readonly facts: Pick<Memory['facts'], 'assert' | 'conflicts' | 'resolve'>
  readonly access: Pick<Memory['access'], 'explain' | 'show'>
  readonly spaces: Pick<Memory['spaces'], 'list'>
  readonly storage: Pick<Memory['storage'], 'persist' | 'retry' | 'status'>
  readonly sync: Pick<Memory['sync'], 'discard' | 'pause' | 'refused' | 'resume' | 'status'>
  readonly runs: Pick<Memory['runs'], 'checkpoints' | 'list' | 'window'>
  readonly work: Pick<Memory['work'], 'calls'> & { readonly tasks: Pick<Memory['work']['tasks'], 'list'> }
  readonly team: Pick<Memory['team'], 'find' | 'whoKnows'> & { readonly presence: Pick<TeamPresence, 'peers'> }
}
