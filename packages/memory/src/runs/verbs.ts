import type { Core } from '../core'
import { lazy } from '../lazy'
import type { Json } from '../model'
import { asGiven } from '../model/json'
import type { MemoryRecord } from '../reading/record'
import type { Checkpoint } from './checkpoint-info'
import type { CheckpointOptions, LogEntry, LogOptions, ResumeOptions, RunChoice, WindowOptions } from './input'
import type { RunInfo } from './list'
import type { ResumedRun } from './resume'

const runs = lazy(() => import('./part'))

/** `memory.runs`: what was said and done in a run, the states it can be resumed from, and who holds it. */
export class RunVerbs {
  readonly #core: Core

  constructor(core: Core) {
    this.#core = core
  }

  /**
   * Adds to the log of a run: an episodic record that search finds like any other.
   *
   * @param entry a text, or `{ role, content, name?, tags?, derivedFrom?, metadata? }`
   * @throws CommonplaceError as `memory.add`
   */
  log(run: string, entry: LogEntry, options?: LogOptions): Promise<MemoryRecord> {
    return runs(part => part.log(this.#core, run, entry, options))
  }

  /** The log of a run, oldest first: all of it, the `last` so many, or what came `after` an entry. */
  window(run: string, options?: WindowOptions): Promise<MemoryRecord[]> {
    return runs(part => part.window(this.#core, run, options))
  }

  /** The runs of a space, the latest first: what is logged under a name, or has a saved state. */
  list(options?: RunChoice): Promise<RunInfo[]> {
    return runs(part => part.list(this.#core, options))
  }

  /**
   * Saves the state of a run as its next version. Who saves a new run first holds it until another resumes it.
   *
   * @param state any JSON value of at most 64 kB
   * @param options.keep how many versions stay in the space, others' older ones too without the right `curate`; 20 when left out, 10,000 at most
   * @throws CommonplaceError `taken-over` when another agent, or another opening of this one, holds the run;
   * `content-too-large`; as `memory.add`
   */
  checkpoint(run: string, state: unknown, options?: CheckpointOptions): Promise<Checkpoint> {
    const given = asGiven(state)
    return runs(part => part.checkpoint(this.#core, run, given, options))
  }

  /** The saved states of a run that this replica holds, oldest first. */
  checkpoints(run: string, options?: RunChoice): Promise<Checkpoint[]> {
    return runs(part => part.checkpoints(this.#core, run, options))
  }

  /**
   * Makes an earlier version the state of the run again, as a new version.
   *
   * @throws CommonplaceError `unknown-record` when the version is not kept, `taken-over` as `checkpoint`
   */
  restore(run: string, version: number, options?: CheckpointOptions): Promise<Checkpoint> {
    return runs(part => part.restore(this.#core, run, version, options))
  }

  /**
   * Takes a run over, a crashed agent's or a new one, and gives what its new holder needs. With a relay it first waits
   * until this replica has what the relay has: give a signal to bound that, or `offline: true` to take what is here.
   *
   * @typeParam State what the run's agents save; it is given as it was saved, and not checked
   * @throws CommonplaceError as `memory.add`; the code with which the relay denies the space or turned this agent away; the signal's
   * reason
   */
  resume<State = Json>(run: string, options?: ResumeOptions): Promise<ResumedRun<State>> {
    return runs(part => part.resume(this.#core, run, options)) as Promise<ResumedRun<State>>
  }
}
