import type { Core } from '../core'
import { lastLine, lineOf } from '../ledger/line'
import { dotToString, type Instant, type Json, ledgerKey, readKey } from '../model'
import { instants } from '../reading/instants'
import type { Space } from '../space/space'
import { decideTask, type TaskSaid, type TaskState } from './task-state'

/** What somebody made of a task. */
export interface TaskOutcome {
  readonly result: unknown
  readonly agent: string
  readonly time: Instant
}

/** A task as this replica knows it: the same on every replica that holds the same. Frozen. */
export interface Task {
  /** The text it was added with. */
  readonly id: string
  readonly space: string
  /** `claimed` while its holder's mark lasts by this device's clock; the relay's lease decides who gets it. */
  readonly state: 'open' | 'claimed' | 'done' | 'accepted'
  readonly details: unknown
  readonly addedBy: string
  readonly time: Instant
  readonly claimedBy?: string
  /** The outcome that counts, then those of others who finished it too; of this round. */
  readonly outcomes: readonly TaskOutcome[]
  readonly acceptedBy?: string
  /** Why it was opened again, earliest first. */
  readonly reopened: readonly { readonly agent: string; readonly reason: string }[]
}

const prefix = 'work/task/'

/** The keys of the lines that tasks of a space stand on. */
export function taskLines(core: Core, space: Space): string[] {
  return [...core.ledger.keysOf(space)].filter(key => key.startsWith(ledgerKey(prefix)))
}

/** The line on which an agent marks a task as its own for as long as its lease lasts. */
export function markKey(line: string, agent: string): string {
  return ledgerKey(pathOf(line), agent)
}

function pathOf(line: string): string {
  const name = readKey(line)
  return name?.type === 'ledger' ? name.path : line
}

export function taskStateOf(core: Core, space: Space, line: string): TaskState | undefined {
  const verdict = core.projection.verdict(space, line)
  return decideTask(
    [...verdict.heads, ...verdict.history()].flatMap(version => {
      const said = valueToSaid(lineOf(version, 0)?.value)
      if (!said || !version.author) return []
      return [{ id: dotToString(version.entry.dot), agent: version.author.agent, time: version.time, said }]
    }),
  )
}

export function taskOf(
  core: Core,
  space: Space,
  line: string,
  holders: ReadonlyMap<string, string> = holdersOf(core, space),
): Task | undefined {
  const state = taskStateOf(core, space, line)
  if (!state) return undefined
  const { added, outcomes, accepted, reopened } = state
  const claimedBy = outcomes.length > 0 ? undefined : holders.get(pathOf(line))
  const fields = {
    id: added.said.key,
    space: space.name,
    state: accepted ? 'accepted' : outcomes.length > 0 ? 'done' : claimedBy !== undefined ? 'claimed' : 'open',
    details: added.said.details,
    addedBy: added.agent,
    ...(claimedBy !== undefined && { claimedBy }),
    outcomes: Object.freeze(
      outcomes.map(({ agent, said, time }) =>
        Object.freeze(Object.defineProperties({ result: said.result, agent }, instants({ time: time.ms }))),
      ),
    ),
    ...(accepted && { acceptedBy: accepted.agent }),
    reopened: Object.freeze(reopened.map(({ agent, said }) => Object.freeze({ agent, reason: said.reason }))),
  }
  return Object.freeze(Object.defineProperties(fields, instants({ time: added.time.ms })) as Task)
}

/** Whose marks stand, by the path of the task's line: that of the latest lease. */
export function holdersOf(core: Core, space: Space): Map<string, string> {
  const latest = new Map<string, { agent: string; token: number }>()
  for (const key of core.ledger.keysOf(space)) {
    const name = readKey(key)
    if (name?.type !== 'ledger' || name.owner === undefined || !name.path.startsWith(prefix)) continue
    const value = lastLine(core, space, key)?.value as { token?: unknown } | null | undefined
    const token = value?.token
    if (typeof token !== 'number' || token <= (latest.get(name.path)?.token ?? -1)) continue
    latest.set(name.path, { agent: name.owner, token })
  }
  return new Map([...latest].map(([path, { agent }]) => [path, agent]))
}

function valueToSaid(value: Json | undefined): TaskSaid | undefined {
  const said = value as Partial<Record<string, unknown>> | null | undefined
  const isOf = (fields: Record<string, string>) =>
    Object.entries(fields).every(([field, type]) => typeof said?.[field] === type)
  const isWhole =
    (said?.says === 'added' && isOf({ key: 'string' })) ||
    (said?.says === 'done' && isOf({ round: 'number', token: 'number' })) ||
    (said?.says === 'accepted' && isOf({ round: 'number', outcome: 'string' })) ||
    (said?.says === 'reopened' && isOf({ round: 'number', outcome: 'string', reason: 'string' }))
  return isWhole ? (value as TaskSaid) : undefined
}
