import type * as v from 'valibot'
import type { Core } from '../core'
import { CommonplaceError } from '../errors'
import { guarded } from '../guarded'
import { checked } from '../input/input'
import { checkHeard } from '../ledger/check-heard'
import { newLine } from '../ledger/line'
import { inTurns, type Json, parseDuration } from '../model'
import { appendSettled } from '../space/append-settled'
import type { Space } from '../space/space'
import { teamSpaceOf } from '../space/team-space'
import { claimWorkLease, defaultLease, type WorkLease } from './claim'
import { deskOf } from './desk'
import {
  type TaskChoice,
  type TaskClaimOptions,
  type TaskFields,
  type TaskFilter,
  type TaskWriteOptions,
  taskChoice,
  taskClaimOptions,
  taskFields,
  taskFilter,
  taskKey,
  taskReason,
  taskResult,
  taskWriteOptions,
} from './input'
import { sayDone } from './say-done'
import { holdersOf, markKey, type Task, taskLines, taskOf, taskStateOf } from './task'
import { keepMark } from './task-mark'
import type { TaskSaid, TaskState } from './task-state'
import { type WorkKey, workKey } from './work-key'

/** A task in this agent's hands: a lease, renewed by itself, and the way to finish it. */
export interface HeldTask extends WorkLease {
  /** The task as it was when it was claimed. */
  readonly task: Task
  /**
   * Finishes the task with a claimed write, and gives the lease back once the relay has the result: it takes none from a holder
   * whose lease is over. Out of the relay's reach it counts here at once and stands beside what others made of the task meanwhile.
   *
   * @param result JSON of at most 64 kB, or undefined
   * @throws CommonplaceError `lease-lost` when the task went on without this holder; `content-too-large`, `invalid-input`
   */
  done(result?: unknown): Promise<Task>
}

/** What `memory.work.tasks` does. */
export class TaskBoard {
  private readonly core: Core

  constructor(core: Core) {
    this.core = core
  }

  add(key: string, options: TaskFields = {}): Promise<Task> {
    return this.#on('add', key, taskFields, options, (space, { line }, { details, consistency, signal }, id) => {
      const known = taskOf(this.core, space, line)
      if (known) return known
      const said: TaskSaid = { says: 'added', key: id, ...(details !== undefined && { details: details as Json }) }
      return this.#say(space, line, said, { consistency, signal })
    })
  }

  get(id: string, options: TaskChoice = {}): Promise<Task | undefined> {
    return this.#on('get', id, taskChoice, options, (space, { line }) => taskOf(this.core, space, line))
  }

  list(options: TaskFilter = {}): Promise<Task[]> {
    return guarded(this.core, 'work.tasks.list', () => {
      const { core } = this
      const { space: name, state } = checked(taskFilter, options, core.identity.agent, 'work.tasks.list')
      return core.pool.using(name ?? teamSpaceOf(core.topology), async space => {
        const holders = holdersOf(core, space)
        const tasks: Task[] = []
        await inTurns(taskLines(core, space), core.pause, line => {
          const task = taskOf(core, space, line, holders)
          if (task && (state ?? task.state) === task.state) tasks.push(task)
        })
        return tasks.sort((a, b) => a.time.getTime() - b.time.getTime() || (a.id < b.id ? -1 : 1))
      })
    })
  }

  claim(id: string, options: TaskClaimOptions & { readonly wait: false }): Promise<HeldTask | undefined>
  claim(id: string, options?: TaskClaimOptions): Promise<HeldTask>
  claim(id: string, options: TaskClaimOptions = {}): Promise<HeldTask | undefined> {
    return this.#on('claim', id, taskClaimOptions, options, async (space, work, input) => {
      this.#unfinished(space, work)
      checkHeard(this.core, space)
      const lease = await claimWorkLease(this.core, space.name, work, input)
      if (!lease) return undefined
      try {
        return this.#hold(space, work, lease, this.#unfinished(space, work), input.lease ?? defaultLease)
      } catch (error) {
        await lease.release()
        throw error
      }
    })
  }

  accept(id: string, options: TaskWriteOptions = {}): Promise<Task> {
    return this.#on('accept', id, taskWriteOptions, options, (space, work, input) => {
      const state = this.#known(space, work)
      if (state.accepted)
        throw notCurrent(work, 'is accepted already', 'reopen it with a reason, if it must be done again')
      const outcome = this.#outcomeOfAnother(state, work, 'accept')
      return this.#say(space, work.line, { says: 'accepted', round: state.round, outcome }, input)
    })
  }

  reopen(id: string, reason: string, options: TaskWriteOptions = {}): Promise<Task> {
    return this.#on('reopen', id, taskWriteOptions, options, (space, work, input) => {
      const why = checked(taskReason, reason, this.core.identity.agent, 'work.tasks.reopen', 'a reason')
      const state = this.#known(space, work)
      const outcome = this.#outcomeOfAnother(state, work, 'reopen')
      return this.#say(space, work.line, { says: 'reopened', round: state.round, outcome, reason: why }, input)
    })
  }

  #hold(space: Space, work: WorkKey, lease: WorkLease, { round }: TaskState, time: string | number): HeldTask {
    const { core } = this
    const { token } = lease
    const over = new AbortController()
    const task = taskOf(core, space, work.line) as Task
    const signal = AbortSignal.any([lease.lost, over.signal])
    keepMark(core, space, markKey(work.line, core.identity.agent), token.number, parseDuration(time), signal)
    const done = (result?: unknown) =>
      this.#on('done', task.id, taskChoice, { space: space.name }, async open => {
        const value = checked(taskResult, result, core.identity.agent, 'work.tasks.done', 'a result')
        const state = this.#known(open, work)
        if (state.round !== round || state.accepted || (lease.lost.aborted && state.outcomes.length > 0)) {
          throw new CommonplaceError('lease-lost', `task ${work.text} went on without agent "${core.identity.agent}"`, {
            hint: 'look at it with work.tasks.get, and claim it again if it is open',
          })
        }
        const said = { says: 'done', round, token: token.number, ...(value !== undefined && { result: value as Json }) }
        const build = () => newLine(core, open, work.line, said, { says: 'the task' })
        // Whoever gets the lease next has the result then.
        const isThere = await sayDone(core, open, build, lease, deskOf(core).signalOf(undefined))
        if (isThere) await lease.release()
        else
          void open.replica
            .flush('relay')
            .then(lease.release, lease.release)
            .catch(() => {})
        over.abort()
        return taskOf(core, open, work.line) as Task
      })
    return Object.freeze({ ...lease, task, done })
  }

  #on<T, Schema extends v.GenericSchema<TaskChoice>>(
    verb: string,
    id: string,
    schema: Schema,
    options: unknown,
    run: (space: Space, work: WorkKey, input: v.InferOutput<Schema>, id: string) => T | Promise<T>,
  ): Promise<T> {
    return guarded(this.core, `work.tasks.${verb}`, () => {
      const { identity, pool, topology } = this.core
      const key = checked(taskKey, id, identity.agent, `work.tasks.${verb}`, 'a task').normalize('NFC')
      const input = checked(schema, options, identity.agent, `work.tasks.${verb}`)
      const work = workKey('task', this.core.gate.whole('the key of a task', key), 'space', identity)
      return pool.using(input.space ?? teamSpaceOf(topology), space => run(space, work, input, key))
    })
  }

  #say(space: Space, line: string, said: TaskSaid, options: Omit<TaskWriteOptions, 'space'>): Promise<Task> {
    checkHeard(this.core, space)
    const entry = newLine(this.core, space, line, said as unknown as Json, { says: 'the task' })
    return appendSettled(this.core, space, entry, options, () => taskOf(this.core, space, line) as Task)
  }

  #known(space: Space, { line, text }: WorkKey): TaskState {
    const state = taskStateOf(this.core, space, line)
    if (state) return state
    throw new CommonplaceError('unknown-record', `space "${space.name}" has no task ${text}`, {
      hint: 'add it with work.tasks.add, or wait until it has synced',
    })
  }

  #unfinished(space: Space, work: WorkKey): TaskState {
    const state = this.#known(space, work)
    if (state.outcomes.length === 0) return state
    throw notCurrent(work, 'is done', 'look at it with work.tasks.get; another agent can reopen it')
  }

  #outcomeOfAnother({ outcomes }: TaskState, work: WorkKey, verb: string): string {
    const { agent } = this.core.identity
    const [first] = outcomes
    if (!first) throw notCurrent(work, 'is not done', 'wait until it is')
    if (first.agent !== agent) return first.id
    throw new CommonplaceError('forbidden', `agent "${agent}" cannot ${verb} task ${work.text}, which it did itself`, {
      hint: 'let another agent look at it',
    })
  }
}

function notCurrent({ text }: WorkKey, what: string, hint: string): CommonplaceError {
  return new CommonplaceError('not-current', `task ${text} ${what}`, { hint })
}
