import { AccessVerbs } from './access/verbs'
import { ArtifactVerbs } from './artifacts/verbs'
import { closeMemory } from './close'
import type { ContextOptions } from './context/input'
import type { ContextPacket } from './context/packet'
import type { Core } from './core'
import type { ErasureReport } from './erase/erase'
import type { Erasable, EraseOptions } from './erase/input'
import type { ErasureReceipt } from './erase/receipt'
import type { MemoryEvents } from './events'
import type { ImportReport } from './exchange/import-memory'
import type { ImportOptions } from './exchange/input'
import { FactVerbs } from './facts/verbs'
import { GraphVerbs } from './graph/verbs'
import { guarded } from './guarded'
import type { RollbackOptions, UpdateOptions, ValidateOptions, WriteOptions } from './input/change-input'
import {
  type AddOptions,
  checked,
  eventName,
  type GetOptions,
  listener as isListener,
  type ListOptions,
  type SearchOptions,
  waitOptions,
} from './input/input'
import { lazy } from './lazy'
import { asGiven } from './model/json'
import { openObservable } from './open-observable'
import { ProcedureVerbs } from './procedures/verbs'
import type { MemoryRecord, RecordVersion } from './reading/record'
import { add } from './record/add'
import type { DependentsReport } from './record/dependents'
import { get } from './record/get'
import { getAll } from './record/get-all'
import type { RollbackReport } from './record/rollback'
import { type SearchHit, search } from './record/search'
import type { Finding } from './record/validate'
import type { Rescoping } from './rescope/audit'
import type { Choice, RescopeOptions, RescopeTarget, UndoOptions } from './rescope/input'
import type { PromoteOptions } from './rescope/promote'
import type { RescopeReport } from './rescope/rescope'
import type { CompactReport } from './retention/compact'
import type { CompactOptions } from './retention/input'
import { RunVerbs } from './runs/verbs'
import type { IndexStatus } from './search-index/index-status'
import { SpaceVerbs } from './space/verbs'
import { StorageVerbs } from './store/verbs'
import type { Observable } from './sync'
import { SyncVerbs } from './sync-verbs'
import { TeamVerbs } from './team/verbs'
import type { AuditReport } from './upkeep/audit'
import type { ConsolidationReport } from './upkeep/consolidate'
import type { AuditOptions, ConsolidateOptions } from './upkeep/input'
import { WorkVerbs } from './work/verbs'
import { WorkingMemory } from './working/working-memory'

const changing = lazy(() => import('./record/part'))
const telling = lazy(() => import('./context/part'))
const forgetting = lazy(() => import('./erase/erase'))
const upkeep = lazy(() => import('./upkeep/part'))
const scoping = lazy(() => import('./rescope/part'))
const exchange = lazy(() => import('./exchange/part'))

/**
 * What one agent remembers, alone and with its team. Made by `openMemory`; its identity is bound there, so no verb asks
 * who is calling. The records, facts, hits and statuses it hands out are frozen.
 */
export class Memory {
  /** Keyed claims, the conflicts between them, and their resolution. */
  readonly facts: FactVerbs
  /** Logs of runs, states to resume from, handover. */
  readonly runs: RunVerbs
  /** Who is in the team, who is here, who knows what. */
  readonly team: TeamVerbs
  /** Calls that run once for the team, leases on work. */
  readonly work: WorkVerbs
  /** What this agent has in hand right now: never written down. */
  readonly working: WorkingMemory
  /** How things are done, by name and version. */
  readonly procedures: ProcedureVerbs
  /** Entities and what relates them. */
  readonly graph: GraphVerbs
  /** Large texts, each held by a record that sums it up. */
  readonly artifacts: ArtifactVerbs
  /** Who may do what where, by the relay's policy log. */
  readonly access: AccessVerbs
  /** Connection, pending writes, refusals, durability. */
  readonly sync: SyncVerbs
  /** Where this device keeps the memory: room, and how long it lasts. */
  readonly storage: StorageVerbs
  /** Where the search index is: in this thread or in a worker. */
  readonly index: { readonly status: Observable<IndexStatus> }
  /** The shared and private spaces this agent holds. */
  readonly spaces: SpaceVerbs
  private readonly core: Core
  private closing: Promise<void> | undefined

  constructor(core: Core) {
    this.core = core
    this.facts = new FactVerbs(core)
    this.graph = new GraphVerbs(core, add)
    this.artifacts = new ArtifactVerbs(core)
    this.access = new AccessVerbs(core)
    this.runs = new RunVerbs(core)
    this.team = new TeamVerbs(core)
    this.working = new WorkingMemory(core, this.team.presence)
    this.work = new WorkVerbs(core, this.working, this.team.presence.peers)
    this.procedures = new ProcedureVerbs(core)
    this.sync = new SyncVerbs(core)
    this.storage = new StorageVerbs(core)
    this.index = Object.freeze({ status: openObservable(core, 'index.status', core.index.status) })
    this.spaces = new SpaceVerbs(core)
  }

  /** Who this memory belongs to, as bound when it was opened. */
  get identity(): Core['identity'] {
    return this.core.identity
  }

  /**
   * Remembers a text.
   *
   * @returns the record, on this device's disk (with `consistency: 'relay'`: on the relay's disk)
   * @throws CommonplaceError `invalid-input`, `content-too-large`, `unknown-space`, `closed`, `storage-*`; with
   * `consistency: 'relay'` also `no-relay` and the relay's refusal; the signal's reason
   */
  add(content: string, options?: AddOptions): Promise<MemoryRecord> {
    return add(this.core, content, asGiven(options))
  }

  /**
   * The record with this id, or undefined if there is none, it was retracted, or it has expired. With `asOf`, as it held then.
   *
   * @throws CommonplaceError `beyond-retention` when what held then, or the version named, is not kept any more
   */
  get(id: string, options?: GetOptions): Promise<MemoryRecord | undefined> {
    return get(this.core, id, options)
  }

  /**
   * All records of the open spaces that a filter admits, oldest first, as they are in one moment of the call; with `asOf`, those
   * that held then. Many are filtered and sorted in slices, between which the event loop has turns.
   */
  getAll(options?: ListOptions): Promise<MemoryRecord[]> {
    return getAll(this.core, options)
  }

  /**
   * The records that answer a question best, best first; includes this agent's own last write.
   *
   * @param query words or a question, at most 8,192 characters
   */
  search(query: string, options?: SearchOptions): Promise<SearchHit[]> {
    return search(this.core, query, options)
  }

  /**
   * What to read before answering a question: the records that answer it best, as delimited data of at most `budget`
   * tokens, each with author, time, trust and a citation. With the `cursor` of an earlier packet as `since`: what is new,
   * what changed, and what is no more.
   *
   * @param options.budget tokens, 64 to 1,000,000; 1,000 when left out
   * @param options.asOf a time: what held then, as known now, in place of what holds now
   * @param options.working tells also what this agent has in hand, and what others that are here show of theirs
   * @throws CommonplaceError `invalid-input`, `newer-version` for the cursor of a later program; the signal's reason
   */
  context(options: ContextOptions): Promise<ContextPacket> {
    return telling(({ context, inHandOf }) =>
      context(this.core, options, () => inHandOf(this.identity.agent, this.working, this.team.presence.peers.value)),
    )
  }

  /**
   * Resolves when every record of the open spaces has its vector; at once without an embedder. Searches do not wait for it.
   *
   * @throws the signal's reason
   */
  embedded(options: { signal?: AbortSignal | undefined } = {}): Promise<void> {
    return guarded(this.core, 'embedded', async () => {
      checked(waitOptions, options, this.core.identity.agent, 'embedded')
      await this.core.projection.settled()
      await this.core.turnstile.aside(Promise.resolve(this.core.embedding?.idle(options.signal)))
    })
  }

  /**
   * Writes a new version of a record. Only its author can supersede a plain record; others' versions stand beside it.
   *
   * @throws CommonplaceError `forbidden` also where the write policy refuses it, or wants it in another space
   */
  update(id: string, changes: UpdateOptions): Promise<MemoryRecord>
  update(id: string, changes: UpdateOptions, third?: unknown): Promise<MemoryRecord> {
    const given = asGiven(changes)
    return changing(part => part.update(this.core, id, given, third))
  }

  /**
   * Closes a record: it leaves reads and search, its history stays, and what was made from it goes with it, on every
   * replica, unless something else holds that up.
   */
  retract(id: string, reason: string, options?: WriteOptions): Promise<void> {
    return changing(part => part.retract(this.core, id, reason, options))
  }

  /**
   * Says what this agent, who did not write it, found of a record. Enough findings make it `verified` or `refuted`: how
   * many, and whose, is the checkpoint's to say, else any one agent's. A refuted record leaves default reads, and so does
   * everything that nothing else holds up.
   *
   * @param id a record's, for the version that is shown, or a version's own
   * @returns the record as it is to be seen then
   * @throws CommonplaceError `forbidden` for the author, and for those the checkpoint does not count
   */
  validate(id: string, verdict: Finding, options?: ValidateOptions): Promise<MemoryRecord | undefined> {
    return changing(part => part.validate(this.core, id, verdict, options))
  }

  /**
   * Takes back what one agent wrote since a time, in the open spaces: what stood before is written anew, else the key is
   * retracted, and what was made from it closes.
   *
   * @param options.dryRun tells what it would do, and writes nothing
   */
  rollback(options: RollbackOptions): Promise<RollbackReport> {
    return changing(part => part.rollback(this.core, options))
  }

  /** What was made from a record, near or far, by whom, and whether it still stands. */
  dependents(id: string): Promise<DependentsReport> {
    return changing(part => part.dependents(this.core, id))
  }

  /**
   * Forgets for good: every version, the search index, this device's store, the relay's disk, and every other replica's
   * when it next syncs. Hashes stay, so that late edits and copies that are sent again do not come back. With a relay that
   * is away it resolves once the erasure is on this device's disk, and is carried out later.
   *
   * @param what `{ ids }`, `{ filter }` over what reads show, or `{ subject }`: all that is about this user, superseded
   * and retracted versions and states of runs included; of the open spaces
   * @returns what was erased, what is others' and was kept, what was derived from it, and who confirmed so far
   * @throws CommonplaceError `invalid-input`, `unknown-record`, `storage-*`; the relay’s code where it refuses the erasure; the signal's reason: the erasure goes on
   */
  erase(what: Erasable, options?: EraseOptions): Promise<ErasureReport> {
    return forgetting(part => part.erase(this.core, what, options))
  }

  /** Where every erasure of the open spaces stands now: who confirmed, who is outstanding. */
  erasures(): Promise<ErasureReceipt[]> {
    return forgetting(part => part.erasures(this.core))
  }

  /**
   * Gives records another scope, or another space: by id, or all that a filter admits. What was moved keeps its ids, and its
   * sides where it is disputed. Only who wrote a record, or a curator, can.
   *
   * @param target `{ user, agent, run, app }`, null takes a name away, and `space`
   * @param options.dryRun tells what it would do, and writes nothing
   * @throws CommonplaceError `invalid-input`, `unknown-record`, `unknown-space`; `private` from a private space to a shared
   * one: see `promote`; the signal's reason: what was done so far stands, `rescopings` has it
   */
  rescope(what: Choice, target: RescopeTarget, options?: RescopeOptions): Promise<RescopeReport> {
    return scoping(part => part.rescope(this.core, what, target, options))
  }

  /**
   * Takes a rescoping or a promotion back, by its token. What was written of the records since stays.
   *
   * @throws CommonplaceError `unknown-record` for a token that no open space tells of, `unknown-space` where the space that the
   * records went to is not open, `invalid-input` for one that was undone
   */
  undo(token: string, options?: UndoOptions): Promise<RescopeReport> {
    return scoping(part => part.undo(this.core, token, options))
  }

  /** Who changed the scope or space of which records when, and why, as the open spaces tell, oldest first. */
  rescopings(): Promise<Rescoping[]> {
    return scoping(part => part.rescopings(this.core))
  }

  /**
   * Says records of a private space in a shared one, as far as the policy lets them through; the originals stay. Nothing else
   * leaves a private space: what the shared record was made from is a token that only this agent resolves.
   *
   * @param options.policy of each record: `true`, `{ refuse }`, or what it says there; that of `openMemory` when left out
   * @throws CommonplaceError `invalid-input`, `unknown-record`, `unknown-space`; `private` for a private target
   */
  promote(what: Choice, options: PromoteOptions): Promise<RescopeReport> {
    return scoping(part => part.promote(this.core, what, options))
  }

  /**
   * Every version of a record that this replica holds, oldest first, after the names of those that were compacted; where it was
   * before it was moved, too.
   * Others' versions go through the read policy, each by itself.
   *
   * @throws CommonplaceError `beyond-retention` for the id of a version that was compacted, unless it is the record's own
   */
  history(id: string): Promise<RecordVersion[]> {
    return changing(part => part.history(this.core, id))
  }

  /**
   * What may be noise in the open spaces: copies, echoes, what was never recalled, has expired, is stale, rests on nothing, holds
   * a secret, is very large. Changes nothing.
   *
   * @throws CommonplaceError `invalid-input`; the signal's reason
   */
  audit(options?: AuditOptions): Promise<AuditReport> {
    return upkeep(part => part.audit(this.core, options))
  }

  /**
   * Makes one semantic record of several episodes that are about one thing, `derivedFrom` all of them.
   *
   * @param options.olderThan episodes younger than this are left alone; '7d' when left out
   * @param options.atLeast so many make one, 3 when left out; `atMost` 20
   * @param options.summariser what makes one text of them; sentences of theirs when left out
   * @param options.expires when this agent's own episodes among them are forgotten; never when left out
   * @param options.dryRun tells what it would write
   * @throws CommonplaceError `invalid-input`; whatever the summariser throws; the signal's reason: what is written stays
   */
  consolidate(options?: ConsolidateOptions): Promise<ConsolidationReport> {
    return upkeep(part => part.consolidate(this.core, options))
  }

  /**
   * Drops, now, the versions of the open spaces that were superseded longer ago than `retention` keeps them; by itself
   * this is done a few times a day where anything is to be dropped at all. Only what the relay has, and this agent may delete.
   *
   * @param options.dryRun tells what it would drop
   */
  compact(options?: CompactOptions): Promise<CompactReport> {
    return upkeep(part => part.compact(this.core, options))
  }

  /**
   * A space as JSON lines, with its whole history: every entry that this replica holds, as it stands.
   *
   * @throws CommonplaceError `unknown-space`; `forbidden` where the read policy keeps anything of it from this agent
   */
  export(space: string): Promise<string> {
    return exchange(part => part.exportSpace(this.core, space))
  }

  /**
   * Takes in what `export` wrote, into the open space of the same name, entry by entry as it was; or memories kept elsewhere,
   * as records of this agent's. What others wrote teammates are given only when a curator imports it, unless the relay knows its
   * writers: it would be in another's name.
   *
   * @param options.format `commonplace` when left out; `mem0`, `mcp-memory`, `markdown`
   * @throws CommonplaceError `invalid-input` for a text that is not of that format; `unknown-space`; the signal's reason
   */
  import(text: string, options?: ImportOptions): Promise<ImportReport> {
    return exchange(part => part.importMemory(this.core, text, options))
  }

  /**
   * Listens; events come after the change is complete, so that a listener may write.
   *
   * @returns the function that stops it
   * @throws CommonplaceError `invalid-input` for an event that does not exist
   */
  on<Name extends keyof MemoryEvents>(name: Name, listener: (event: MemoryEvents[Name]) => void): () => void {
    const { agent } = this.core.identity
    checked(eventName, name, agent, 'on', 'an event')
    checked(isListener, listener, agent, 'on', 'a listener')
    return this.core.events.on(name, listener)
  }

  /** Writes what is pending to disk, leaves the relay, lets the next opener in. Calling it again waits for the same. */
  close(): Promise<void> {
    this.closing ??= closeMemory(this.core)
    return this.closing
  }
}
