import * as z from 'zod/mini'
import { maxQuarantineRules, sourceClasses } from '../model'
import { name } from './input'

const names = z.array(name).check(z.minLength(1))

/** What `openMemory` takes as `quarantine`. */
export const quarantineOptions = z
  .array(
    z
      .strictObject({
        sources: z.optional(z.array(z.enum(sourceClasses)).check(z.minLength(1))),
        authors: z.optional(names),
        space: z.optional(name),
        kind: z.optional(z.enum(['episodic', 'semantic', 'procedural'])),
        validators: z.optional(z.number().check(z.int(), z.minimum(1), z.maximum(100))),
        among: z.optional(names),
      })
      .check(
        z.refine(({ sources, authors }) => (sources ?? authors) !== undefined, { error: 'name sources or authors' }),
      ),
  )
  .check(z.maxLength(maxQuarantineRules))
