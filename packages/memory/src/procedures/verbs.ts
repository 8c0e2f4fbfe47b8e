import type { Core } from '../core'
import { assertOpen } from '../guarded'
import { checked, listener, name as procedureName } from '../input/input'
import { lazy } from '../lazy'
import type { Implementation, Implemented } from './call'
import { type ProcedureChoice, procedureChoice } from './choice'
import type { CallOptions, DefinitionInput } from './input'
import type { Procedure } from './procedure'

const doing = lazy(() => import('./part'))

/**
 * `memory.procedures`: how things are done, by name and version. The team shares what is done and how; the code that does
 * it is each host's own and never leaves it.
 */
export class ProcedureVerbs {
  readonly #core: Core
  readonly #implemented = new Map<string, Implemented[]>()

  constructor(core: Core) {
    this.#core = core
  }

  /**
   * Says how something is done. A definition that says what the present one says is no new version, so that a host can
   * define its procedures at every start.
   *
   * @param definition.input a JSON Schema of what it is called with
   * @throws CommonplaceError as `memory.facts.assert`; `not-current` when it is written and waits for validation
   */
  define(name: string, definition: DefinitionInput): Promise<Procedure>
  define(name: string, definition: DefinitionInput, third?: unknown): Promise<Procedure> {
    return doing(part => part.define(this.#core, name, definition, third))
  }

  /** The procedure of a name: the version that holds now, or the one asked for. */
  get(name: string, options: ProcedureChoice = {}): Promise<Procedure | undefined> {
    return doing(part => part.get(this.#core, name, options))
  }

  /** The procedures of the open spaces that hold now, by name. */
  list(options: Pick<ProcedureChoice, 'space'> = {}): Promise<Procedure[]> {
    return doing(part => part.list(this.#core, options))
  }

  /** Every version of a procedure that is kept, oldest first. */
  history(name: string, options: Pick<ProcedureChoice, 'space'> = {}): Promise<Procedure[]> {
    return doing(part => part.history(this.#core, name, options))
  }

  /**
   * Gives a procedure its code on this host, for the life of this memory.
   *
   * @param options.version the only version it is for; every version when left out
   * @returns the function that takes it back
   * @throws CommonplaceError `closed`, `invalid-input`
   */
  implement<Input, Result>(
    name: string,
    run: Implementation<Input, Result>,
    options: Pick<ProcedureChoice, 'version'> = {},
  ): () => void {
    assertOpen(this.#core, 'procedures.implement')
    const { agent } = this.#core.identity
    const called = checked(procedureName, name, agent, 'procedures.implement', 'a name')
    checked(listener, run, agent, 'procedures.implement', 'the code')
    const { version } = checked(procedureChoice, options, agent, 'procedures.implement')
    const own: Implemented = { run: run as Implementation, ...(version !== undefined && { version }) }
    this.#implemented.set(called, [...(this.#implemented.get(called) ?? []), own])
    return () => {
      this.#implemented.set(
        called,
        (this.#implemented.get(called) ?? []).filter(each => each !== own),
      )
    }
  }

  /**
   * Does what a procedure says, by this host's code for it: the one for its version, else the last one given for every
   * version.
   *
   * @param input what its schema admits
   * @throws CommonplaceError `unknown-record`, `not-implemented`, `invalid-input`; whatever the code throws
   */
  call<Result = unknown>(name: string, input?: unknown, options: CallOptions = {}): Promise<Result> {
    const codeFor = ({ name: called, version }: Procedure) => {
      const codes = this.#implemented.get(called) ?? []
      return (codes.findLast(each => each.version === version) ?? codes.findLast(each => each.version === undefined))
        ?.run
    }
    return doing(part => part.call(this.#core, name, input, options, codeFor)) as Promise<Result>
  }
}
