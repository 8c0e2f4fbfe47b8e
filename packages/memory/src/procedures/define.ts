import type { Core } from '../core'
import { CommonplaceError } from '../errors'
import { claimFact } from '../facts/assert'
import { keptSpace } from '../facts/space-choice'
import { calledWith, guarded } from '../guarded'
import { checked, name as procedureName } from '../input/input'
import { refuseThird } from '../input/refuse-third'
import type { Json, JsonObject } from '../model'
import { canonicalJson } from '../model/canonical-json'
import { jsonFault } from '../model/json'
import { type DefinitionInput, definition } from './input'
import { definitionToValue, type Procedure, procedureKey, procedureText } from './procedure'
import { readProcedure, toProcedure, versionsIn } from './read'

/** Says how something is done: a new version, unless it says what the present one says. */
export function define(core: Core, name: string, given: DefinitionInput, third?: unknown): Promise<Procedure> {
  return guarded(core, calledWith('procedures.define', name), async () => {
    const { agent } = core.identity
    refuseThird(third, agent, 'procedures.define', 'the definition')
    const called = checked(procedureName, name, agent, 'procedures.define', 'a name')
    const {
      description,
      input,
      steps = [],
      ...options
    } = checked(definition, given, agent, 'procedures.define', 'a definition')
    const fault = input === undefined ? undefined : jsonFault(input, 'input')
    if (fault !== undefined)
      throw new CommonplaceError(
        'invalid-input',
        `procedure "${called}" was given a schema that cannot be kept: ${fault}`,
        {
          hint: 'give a JSON Schema as a plain object',
        },
      )
    const said = { description, steps, ...(input && { input: input as JsonObject }) }
    const present = await readProcedure(core, called, options)
    if (present?.settled && sameDefinition(present, said)) return present
    const space = keptSpace(core, options, 'procedural')
    const versions = await core.pool.using(space, opened => versionsIn(core, opened, called))
    const version = 1 + Math.max(0, ...versions.map(each => each.version))
    const fact = await claimFact(core, procedureKey(called), definitionToValue({ version, ...said }), {
      ...options,
      kind: 'procedural',
      content: procedureText(called, said),
    })
    const defined = toProcedure(fact)
    if (defined) return defined
    throw new CommonplaceError('not-current', `procedure "${called}" is written, and not in force`, {
      hint: `it waits for validation, or its definers disagree: see memory.facts.get('${procedureKey(called)}')`,
    })
  })
}

function sameDefinition(
  present: Procedure,
  { description, steps, input }: Pick<Procedure, 'description' | 'steps' | 'input'>,
) {
  const told = (each: unknown) => canonicalJson((each ?? null) as Json)
  return (
    present.description === description && told(present.steps) === told(steps) && told(present.input) === told(input)
  )
}
