import type { Core } from '../core'
import { listFacts } from '../facts/list'
import { keptSpace } from '../facts/space-choice'
import { calledWith, guarded } from '../guarded'
import { checked, name as procedureName } from '../input/input'
import { type ProcedureChoice, procedureChoice } from './choice'
import type { Procedure } from './procedure'
import { readProcedure, toProcedure, versionsIn } from './read'

export function get(core: Core, name: string, options: ProcedureChoice): Promise<Procedure | undefined> {
  return guarded(core, calledWith('procedures.get', name), () => {
    const { agent } = core.identity
    const called = checked(procedureName, name, agent, 'procedures.get', 'a name')
    return readProcedure(core, called, checked(procedureChoice, options, agent, 'procedures.get'))
  })
}

export function list(core: Core, options: Pick<ProcedureChoice, 'space'>): Promise<Procedure[]> {
  return guarded(core, 'procedures.list', async () => {
    const { space } = checked(procedureChoice, options, core.identity.agent, 'procedures.list')
    const found = (await listFacts(core, { space }, 'procedures.list')).flatMap(fact => toProcedure(fact) ?? [])
    return found.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.space < b.space ? -1 : 1))
  })
}

export function history(core: Core, name: string, options: Pick<ProcedureChoice, 'space'>): Promise<Procedure[]> {
  return guarded(core, calledWith('procedures.history', name), () => {
    const { agent } = core.identity
    const called = checked(procedureName, name, agent, 'procedures.history', 'a name')
    const choice = checked(procedureChoice, options, agent, 'procedures.history')
    return core.pool.using(keptSpace(core, choice, 'procedural'), space => versionsIn(core, space, called))
  })
}
