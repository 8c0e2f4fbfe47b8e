import type { Core } from '../core'
import { keptSpace } from '../facts/space-choice'
import { factKey, toDate, type Version } from '../model'
import type { Fact } from '../reading/fact'
import { unknownAuthor, versionId } from '../reading/to-record'
import type { Space } from '../space/space'
import { definitionOf, nameOfKey, type Procedure, procedureKey, valueToDefinition } from './procedure'

/** The procedure of a name in a space: the one that reads give, or a version of it. */
export function readProcedure(
  core: Core,
  name: string,
  choice: { readonly space?: string; readonly version?: number },
): Promise<Procedure | undefined> {
  return core.pool.using(keptSpace(core, choice, 'procedural'), space => {
    if (choice.version !== undefined)
      return versionsIn(core, space, name).findLast(({ version }) => version === choice.version)
    const fact = core.projection.fact(space, factKey(procedureKey(name)))
    return fact && toProcedure(fact)
  })
}

/** Every version of a procedure that is kept, oldest first. */
export function versionsIn(core: Core, space: Space, name: string): Procedure[] {
  const { heads, history } = core.projection.verdict(space, factKey(procedureKey(name)))
  const settled = heads.length === 1
  return [...history(), ...heads].flatMap(version => versionToProcedure(space, name, version, settled) ?? [])
}

/** A fact as the procedure it holds; undefined where it holds none, or its definers disagree and no rule decides. */
export function toProcedure({ key, space, settled, value, chosen, record }: Fact): Procedure | undefined {
  const [name, definition] = [nameOfKey(key), valueToDefinition(value)]
  if (name === undefined || !definition || record.quarantined || !chosen) return undefined
  const { id, author, time } = chosen
  return frozen({ name, ...definition, space, id, author, time, settled })
}

function versionToProcedure(space: Space, name: string, version: Version, settled: boolean): Procedure | undefined {
  const definition = definitionOf(version)
  const author = version.author ?? unknownAuthor
  const time = toDate(version.time.ms)
  return (
    definition &&
    frozen({ name, ...definition, space: space.name, id: versionId(space, version), author, time, settled })
  )
}

function frozen(procedure: Procedure): Procedure {
  return Object.freeze({ ...procedure, steps: Object.freeze([...procedure.steps]) })
}
