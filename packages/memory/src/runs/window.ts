import type { Core } from '../core'
import { calledWith, guarded } from '../guarded'
import { checked } from '../input/input'
import { admits } from '../reading/admits'
import { following } from '../reading/following'
import type { MemoryRecord } from '../reading/record'
import { runName, type WindowOptions, windowOptions } from './input'
import { SessionIndex } from './session-index'

export function window(core: Core, run: string, options: WindowOptions = {}): Promise<MemoryRecord[]> {
  return guarded(core, calledWith('runs.window', run), async () => {
    const { agent } = core.identity
    const name = checked(runName, run, agent, 'runs.window', 'a run')
    const { last, after, roles, scope } = checked(windowOptions, options, agent, 'runs.window')
    const admitted = admits(core, {}, scope)
    const sessions = await following(core, SessionIndex)
    const said = sessions.of(name, core.now()).map(({ record }) => record)
    const from = after === undefined ? 0 : said.findIndex(({ id }) => id === after) + 1
    const found = said
      .slice(from)
      .filter(record => admitted(record) && (roles === undefined || roles.includes(record.source?.type ?? '')))
    return last === undefined ? found : found.slice(-last)
  })
}
