import * as v from 'valibot'
import { maxQuarantineRules, sourceClasses } from '../model'
import { name } from './input'
import { canBeFound, cannotBeFound, validators } from './validators'

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
        validators,
        among: v.optional(names),
      }),
      v.check(({ sources, authors }) => (sources ?? authors) !== undefined, 'name sources or authors'),
      v.check(rule => canBeFound(rule), cannotBeFound),
    ),
  ),
  v.maxLength(maxQuarantineRules),
)
