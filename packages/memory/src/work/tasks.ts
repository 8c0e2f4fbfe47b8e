import type { Core } from '../core'
import { lazy } from '../lazy'
import { asGiven } from '../model/json'
import type { TaskChoice, TaskClaimOptions, TaskFields, TaskFilter, TaskWriteOptions } from './input'
import type { Task } from './task'
import type { HeldTask, TaskBoard } from './task-board'

const work = lazy(() => import('./part'))

/** `memory.work.tasks`: a board of what is to be done, each task in one agent's hands at a time. */
export class TaskVerbs {
  readonly #core: Core

  constructor(core: Core) {
    this.#core = core
  }

  /**
   * Puts a task on the board. A task that is there stays as it is, whoever added it.
   *
   * @param key its title, and what it is found by: 1 to 2048 characters
   * @param options.details any JSON value, 64 kB at most
   * @throws CommonplaceError `invalid-input`, `content-too-large`, `no-relay`; the signal's reason
   */
  add(key: string, options?: TaskFields): Promise<Task> {
    const given = asGiven(options)
    return this.#on(board => board.add(key, given))
  }

  /** One task; undefined when this replica knows of none. */
  get(id: string, options?: TaskChoice): Promise<Task | undefined> {
    return this.#on(board => board.get(id, options))
  }

  /** The tasks of a space, the earliest first: all, or those in one state. */
  list(options?: TaskFilter): Promise<Task[]> {
    return this.#on(board => board.list(options))
  }

  /**
   * Takes a task that is not done: waits while somebody has it, this memory too, or with `wait: false` answers undefined.
   *
   * @param options.lease how long the team waits for a holder that is silent, `'30s'` when left out
   * @throws CommonplaceError `unknown-record` for no such task; `not-current` when it is done, or was done while waiting; else as
   * `work.claim`
   */
  claim(id: string, options: TaskClaimOptions & { readonly wait: false }): Promise<HeldTask | undefined>
  claim(id: string, options?: TaskClaimOptions): Promise<HeldTask>
  claim(id: string, options: TaskClaimOptions = {}): Promise<HeldTask | undefined> {
    return this.#on(board => board.claim(id, options))
  }

  /**
   * Accepts what another agent made of a task.
   *
   * @throws CommonplaceError `unknown-record`; `not-current` when it is not done, or is accepted; `forbidden` for this agent's own
   */
  accept(id: string, options?: TaskWriteOptions): Promise<Task> {
    return this.#on(board => board.accept(id, options))
  }

  /**
   * Opens a task again that another agent did, accepted or not.
   *
   * @param reason what is missing: 1 to 2048 characters
   * @throws CommonplaceError `unknown-record`; `not-current` when it is not done; `forbidden` for what this agent did
   */
  reopen(id: string, reason: string, options?: TaskWriteOptions): Promise<Task> {
    return this.#on(board => board.reopen(id, reason, options))
  }

  #on<T>(use: (board: TaskBoard) => Promise<T>): Promise<T> {
    return work(({ TaskBoard }) => use(new TaskBoard(this.#core)))
  }
}
