/** What one key of one relay is in the eyes of who uses it. */
interface Model {
  /** whose lease keeps others out */
  readonly held: number | null
  /** the one whose token counts */
  readonly valid: number | null
  /** the highest number that was given */
  readonly last: number
  /** the number of claimed writes */
  readonly version: number
  /** the highest number and version that somebody was told of: what a crash must leave */
  readonly told: { readonly last: number; readonly version: number }
}

export type Operation =
  | { readonly do: 'granted'; readonly number: number; readonly isUntold?: boolean }
  | { readonly do: 'held'; readonly number: number }
  /** its token stops counting, by release or by the clock */
  | { readonly do: 'invalid'; readonly number: number }
  /** its end was told */
  | { readonly do: 'freed'; readonly number: number }
  | { readonly do: 'renewed'; readonly number: number }
  | { readonly do: 'lost'; readonly number: number }
  | { readonly do: 'wrote'; readonly number: number; readonly over: number; readonly isUntold?: boolean }
  | { readonly do: 'not-current'; readonly number: number; readonly over: number }
  /** the relay began again, with what was on its disk: the lease of that number if any, and so many writes */
  | { readonly do: 'restarted'; readonly number: number | null; readonly last: number; readonly version: number }

/** One operation with the times between which it took effect; without an end it may never have. */
export interface Happened {
  readonly operation: Operation
  readonly from: number
  readonly to: number | null
}

/** What an operation makes of the model; null when it could not have gone so. */
function apply(model: Model, operation: Operation): Model | null {
  if (operation.do === 'restarted') return restart(model, operation)
  const { number } = operation
  const isValid = model.valid === number
  switch (operation.do) {
    case 'granted':
      return model.held === null && number > model.last
        ? { ...model, held: number, valid: number, last: number, told: toldOf(model, operation, { last: number }) }
        : null
    case 'held':
      return model.held === number ? model : null
    case 'invalid':
      return isValid ? { ...model, valid: null } : null
    case 'freed':
      return model.held === number && !isValid ? { ...model, held: null } : null
    case 'renewed':
      return isValid ? model : null
    case 'lost':
      return isValid ? null : model
    case 'wrote':
      return isValid && operation.over === model.version
        ? { ...model, version: model.version + 1, told: toldOf(model, operation, { version: model.version + 1 }) }
        : null
    case 'not-current':
      return isValid && operation.over !== model.version ? model : null
  }
}

function restart({ told }: Model, { number, last, version }: Extract<Operation, { do: 'restarted' }>): Model | null {
  return last < told.last || version < told.version ? null : { held: number, valid: number, last, version, told }
}

function toldOf(
  { told }: Model,
  { isUntold }: { readonly isUntold?: boolean },
  now: Partial<Model['told']>,
): Model['told'] {
  return isUntold ? told : { ...told, ...now }
}

/**
 * Whether there is one order of all operations, each within its time, that the model allows (Wing and Gong, 1993, with the
 * memory of Lowe, 2017).
 */
export function isLinearizable(history: readonly Happened[]): boolean {
  const seen = new Set<string>()
  const told = { last: 0, version: 0 }
  const start: Model = { held: null, valid: null, last: 0, version: 0, told }
  const open: { readonly done: ReadonlySet<number>; readonly model: Model }[] = [{ done: new Set(), model: start }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { done, model } = next
    const left = [...history.keys()].filter(index => !done.has(index))
    if (left.every(index => history[index]!.to === null)) return true
    const earliest = Math.min(...left.map(index => history[index]!.to ?? Number.POSITIVE_INFINITY))
    for (const index of left) {
      const { operation, from } = history[index]!
      if (from > earliest) continue
      const after = apply(model, operation)
      if (after === null) continue
      const all = new Set([...done, index])
      const key = `${[...all].sort((a, b) => a - b).join()} ${JSON.stringify(after)}`
      if (seen.has(key)) continue
      seen.add(key)
      open.push({ done: all, model: after })
    }
  }
  return false
}
