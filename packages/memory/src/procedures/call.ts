import { type Schema, Validator } from '@cfworker/json-schema'
import type { Core } from '../core'
import { CommonplaceError } from '../errors'
import { calledWith, guarded } from '../guarded'
import { checked, name as procedureName } from '../input/input'
import type { JsonObject } from '../model'
import { type CallOptions, callOptions } from './input'
import type { Procedure } from './procedure'
import { readProcedure } from './read'

/** What a host does when a procedure is called. */
export type Implementation<Input = unknown, Result = unknown> = (
  input: Input,
  context: { readonly procedure: Procedure; readonly signal?: AbortSignal },
) => Result | Promise<Result>

export interface Implemented {
  readonly run: Implementation
  readonly version?: number
}

/** Calls a procedure by its name, with what its schema admits. */
export function call(
  core: Core,
  name: string,
  input: unknown,
  options: CallOptions,
  implementationOf: (procedure: Procedure) => Implementation | undefined,
): Promise<unknown> {
  return guarded(core, calledWith('procedures.call', name), async () => {
    const { agent } = core.identity
    const called = checked(procedureName, name, agent, 'procedures.call', 'a name')
    const { signal, ...choice } = checked(callOptions, options, agent, 'procedures.call')
    signal?.throwIfAborted()
    const procedure = await readProcedure(core, called, choice)
    if (!procedure)
      throw new CommonplaceError('unknown-record', `agent "${agent}" knows no procedure "${called}"`, {
        hint: 'define it, open its space, or settle its dispute; procedures.list() shows all',
      })
    const run = implementationOf(procedure)
    if (!run)
      throw new CommonplaceError(
        'not-implemented',
        `agent "${agent}" has no code for "${called}" ${procedure.version}`,
        {
          hint: `memory.procedures.implement('${called}', fn) gives it some; record ${procedure.id} says how`,
        },
      )
    checkInput(procedure, input)
    return run(input, { procedure, ...(signal && { signal }) })
  })
}

function checkInput({ name, input: schema }: Procedure, input: unknown): void {
  const fault = schema === undefined ? undefined : faultIn(schema, input)
  if (fault === undefined) return
  throw new CommonplaceError('invalid-input', `procedure "${name}" was called with what does not fit: ${fault}`, {
    hint: `procedures.get('${name}') has the schema of its input`,
  })
}

/** The validator writes into the schema that it is given, and throws on one that names what is not there. */
function faultIn(schema: JsonObject, input: unknown): string | undefined {
  try {
    const { errors } = new Validator(structuredClone(schema) as Schema, '2020-12').validate(input)
    const deepest = errors.at(-1)
    return deepest && `${deepest.instanceLocation}: ${deepest.error}`
  } catch (error) {
    return `its schema cannot be used: ${error instanceof Error ? error.message : error}`
  }
}
