import * as v from 'valibot'
import { maxQuarantineRules, sourceClasses } from '../model'
import { name } from './input'

const names = v.pipe(v.array(name), v.minLength(1))

/** What `openMemory` takes as `quarantine`. */
export const quarantineOptions = v.pipe(
  v.array(
    v.pipe(
      v.strictObject({
        sources: v.optional(v.pipe(v.array(v.picklist(sourceClasses)), v.minLength(1))),
        authors: v.optional(names),
        space: v.optional(name),
        kind: v.optional(v.picklist(['episodic', 'semantic', 'procedural'])),
        validators: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100))),
        among: v.optional(names),
      }),
      v.check(({ sources, authors }) => (sources ?? authors) !== undefined, 'name sources or authors'),
    ),
  ),
  v.maxLength(maxQuarantineRules),
)
