import type { Core } from '../core'
import { calledWith, guarded } from '../guarded'
import { checked, checkedText } from '../input/input'
import { encodeRecord, type JsonObject, recordKey } from '../model'
import { decideWrite } from '../policy/decide-write'
import { following } from '../reading/following'
import type { MemoryRecord } from '../reading/record'
import { recordIdOf } from '../reading/record-id'
import { basisFor } from '../record/basis'
import { newBody } from '../record/body'
import { present } from '../record/present'
import { appendSettled } from '../space/append-settled'
import { teamSpaceOf } from '../space/team-space'
import { type LogEntry, type LogOptions, logEntry, logOptions, runName } from './input'
import { SessionIndex } from './session-index'

export function log(core: Core, run: string, entry: LogEntry, options: LogOptions = {}): Promise<MemoryRecord> {
  return guarded(core, calledWith('runs.log', run), () => {
    const { agent } = core.identity
    const name = checked(runName, run, agent, 'runs.log', 'a run')
    const given = checked(logEntry, entry, agent, 'runs.log', 'an entry')
    const input = checked(logOptions, options, agent, 'runs.log')
    const said = typeof given === 'string' ? { role: 'agent', content: given } : given
    const { derivedFrom: from = [], tags } = said
    const space = input.space ?? teamSpaceOf(core.topology)
    const decided = decideWrite(core, { content: said.content, space, kind: 'episodic', tags, from })
    const text = checkedText(decided.content, agent, 'runs.log')
    return core.pool.using(decided.space, async space => {
      const sessions = await following(core, SessionIndex)
      // What this replica has read of the run comes before what it writes, whatever its wall clock says.
      const last = sessions.lastTime(name)
      if (last) core.clock.observe(last)
      const basis = await basisFor(core, from)
      const { role, content: _, name: source = core.identity.name, metadata, ...fields } = said
      const body = newBody(
        core,
        space,
        { type: 'record', content: text },
        { ...fields, run: name, metadata: metadata as JsonObject | undefined },
        basis,
      )
      const payload = encodeRecord({ ...body, source: { type: role, name: source, session: name } })
      const dot = space.nextDot()
      const id = recordIdOf(space, dot)
      const key = recordKey(dot)
      return appendSettled(
        core,
        space,
        { key, parents: [], payload },
        input,
        () => present(core, space, key, id).record,
      )
    })
  })
}
