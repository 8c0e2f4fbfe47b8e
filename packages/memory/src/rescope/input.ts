import * as v from 'valibot'
import { breadth, consistency, listener, name, plainObject, scopeNames, signal } from '../input/input'
import { onProgress } from '../input/on-progress'
import type { Unchanging } from '../input/unchanging'

const ids = v.pipe(v.array(v.string()), v.minLength(1), v.maxLength(10_000))
const reason = v.optional(v.pipe(v.string(), v.maxLength(2048)))

export const choice = v.union(
  [v.string(), v.strictObject({ ids }), v.strictObject({ filter: plainObject, scope: breadth })],
  'expected an id, { ids } or { filter }',
)
export const rescopeTarget = v.pipe(
  v.strictObject({ space: v.optional(name), ...scopeNames }),
  v.check(target => Object.keys(target).length > 0, 'expected a space, user, agent, run or app'),
)
const pace = { reason, consistency, signal, onProgress }
const dryRun = v.optional(v.boolean())
export const rescopeOptions = v.strictObject({ dryRun, ...pace })
export const undoOptions = v.strictObject(pace)
export const promoteOptions = v.strictObject({
  to: name,
  policy: v.optional(listener),
  dryRun,
  ...pace,
})

/** Records of the open spaces: one by its id, several, or all that a filter over what reads show admits. */
export type Choice = v.InferOutput<typeof choice>
/** Where records are to be: another space, other names in their scope; null takes a name away. */
export type RescopeTarget = Unchanging<v.InferInput<typeof rescopeTarget>>
/** What `memory.rescope` takes beside what moves, and where. */
export type RescopeOptions = Unchanging<v.InferInput<typeof rescopeOptions>>
/** What undoing a rescoping takes. */
export type UndoOptions = Unchanging<v.InferInput<typeof undoOptions>>
