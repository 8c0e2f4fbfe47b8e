import type { Core } from '../core'
import { CommonplaceError } from '../errors'
import { calledWith, guarded } from '../guarded'
import { checked } from '../input/input'
import { checkHeard } from '../ledger/check-heard'
import { lineOf, newLine } from '../ledger/line'
import { pruneLine, stayingOf } from '../ledger/prune'
import { type Json, maxParents, sameDot } from '../model'
import { jsonFault } from '../model/json'
import { appendSettled } from '../space/append-settled'
import type { Space } from '../space/space'
import { teamSpaceOf } from '../space/team-space'
import { type Checkpoint, toCheckpoint } from './checkpoint-info'
import { isOurs, readable, runKey, type SavedState, statesOf } from './held-state'
import { type CheckpointOptions, checkpointOptions, type RunChoice, runChoice, runName, versionNumber } from './input'
import { type RunState, runStateToValue } from './run-state'

const kept = 20

export function checkpoint(
  core: Core,
  run: string,
  state: unknown,
  options: CheckpointOptions = {},
): Promise<Checkpoint> {
  return guarded(core, calledWith('runs.checkpoint', run), () => {
    const { agent } = core.identity
    const name = checked(runName, run, agent, 'runs.checkpoint', 'a run')
    const input = checked(checkpointOptions, options, agent, 'runs.checkpoint')
    const fault = jsonFault(state, 'the state')
    if (fault !== undefined)
      throw new CommonplaceError('invalid-input', `agent "${agent}" cannot save run "${name}": ${fault}`, {
        hint: 'give a JSON value of at most 64 kB, null included',
      })
    return core.pool.using(input.space ?? teamSpaceOf(core.topology), space =>
      save(core, space, name, state as Json, input),
    )
  })
}

/** Every saved state of a run that this replica holds, oldest first. */
export function checkpoints(core: Core, run: string, options: RunChoice = {}): Promise<Checkpoint[]> {
  return guarded(core, calledWith('runs.checkpoints', run), () => {
    const { agent } = core.identity
    const name = checked(runName, run, agent, 'runs.checkpoints', 'a run')
    const input = checked(runChoice, options, agent, 'runs.checkpoints')
    return core.pool.using(input.space ?? teamSpaceOf(core.topology), space => {
      const [current] = statesOf(core, space, name, input.scope)
      return allOf(core, space, name, input.scope).map(each => toCheckpoint(core, name, each, current))
    })
  })
}

export function restore(
  core: Core,
  run: string,
  version: number,
  options: CheckpointOptions = {},
): Promise<Checkpoint> {
  return guarded(core, calledWith('runs.restore', run), () => {
    const { agent } = core.identity
    const name = checked(runName, run, agent, 'runs.restore', 'a run')
    const wanted = checked(versionNumber, version, agent, 'runs.restore', 'a version')
    const input = checked(checkpointOptions, options, agent, 'runs.restore')
    return core.pool.using(input.space ?? teamSpaceOf(core.topology), space => {
      const found = allOf(core, space, name, 'own').findLast(({ saved }) => saved.version === wanted)
      if (found) return save(core, space, name, found.saved.state, input, `restored version ${wanted}`)
      throw new CommonplaceError('unknown-record', `run "${name}" has no version ${wanted} here`, {
        hint: 'memory.runs.checkpoints(run) lists what is kept',
      })
    })
  })
}

function allOf(core: Core, space: Space, run: string, scope: 'own' | 'all' = 'own'): SavedState[] {
  const verdict = core.projection.verdict(space, runKey(run))
  const { now } = core.projection.context(space)
  const lines = [...verdict.history(), ...verdict.heads].flatMap(version => lineOf(version, now) ?? [])
  return readable(core, lines, scope)
}

async function save(
  core: Core,
  space: Space,
  run: string,
  state: Json,
  options: CheckpointOptions,
  reason?: string,
): Promise<Checkpoint> {
  const written = await writeState(core, space, run, nextState(core, space, run, state), { ...options, reason })
  const [current, ...forks] = statesOf(core, space, run)
  const isOwn = ({ saved }: SavedState) => saved.holder === core.session
  // It crossed a takeover, which is known by now where the relay was waited for.
  if (current && !isOwn(current) && forks.some(isOwn))
    throw takenOver(run, current, `; version ${written.saved.version} stands beside it, as a fork`)
  // Another user's run of this name has versions of its own.
  pruneLine(core, space, runKey(run), options.keep ?? kept, ({ record }) => record.ok && isOurs(core, record))
  return toCheckpoint(core, run, written, current)
}

/** The state after the one that counts now, which this opening must hold. A new run is held by who saves it first. */
function nextState(core: Core, space: Space, run: string, state: Json): RunState {
  const [current] = statesOf(core, space, run)
  if (!current) return { term: 1, since: core.clock.tick(), holder: core.session, version: 1, state }
  core.clock.observe(current.line.version.time)
  if (current.saved.holder === core.session) return { ...current.saved, version: current.saved.version + 1, state }
  throw takenOver(run, current)
}

function takenOver(run: string, { line, saved }: SavedState, more = ''): CommonplaceError {
  const holder = line.author?.agent ?? 'unknown'
  return new CommonplaceError('taken-over', `run "${run}" is held by agent "${holder}", in term ${saved.term}${more}`, {
    hint: 'memory.runs.resume(run) takes the run over and gives its state',
  })
}

/** Writes what becomes of a run, superseding every state seen here but those of other users. @returns what was written, as it was then */
export function writeState(
  core: Core,
  space: Space,
  run: string,
  next: RunState,
  options: CheckpointOptions & { readonly reason?: string; readonly scope?: 'own' | 'all' },
): Promise<SavedState> {
  checkHeard(core, space)
  const key = runKey(run)
  const entry = newLine(core, space, key, runStateToValue(next), { run, reason: options.reason, says: 'the state' })
  const others =
    options.scope === 'all' ? [] : statesOf(core, space, run, 'all').filter(({ line }) => !isOurs(core, line))
  const seen = entry.parents.filter(dot => !others.some(({ line }) => sameDot(dot, line.version.entry.dot)))
  return appendSettled(
    core,
    space,
    { ...entry, parents: [...seen, ...stayingOf(core, space, key)].slice(0, maxParents) },
    options,
    () => statesOf(core, space, run).find(({ saved }) => saved.holder === core.session)!,
  )
}
