import { z } from 'zod'
import { shownRecord } from '../shown-record'
import { type Tool, tool } from '../tool'
import * as input from './input'

/** Entities and what relates them. */
export const graphTools: readonly Tool[] = [
  tool({
    name: 'graph_relate',
    title: 'Relate two things',
    description: "Remembers a relation, such as 'Ada' 'reports to' 'Grace'.",
    does: 'writes',
    input: {
      subject: z.string().min(1),
      predicate: z.string().min(1),
      object: z.string().min(1),
      space: input.space,
      consistency: input.consistency,
      ...input.recordFields,
    },
    async run({ memory, signal }, { subject, predicate, object, ...options }) {
      return { record: shownRecord(await memory.graph.relate(subject, predicate, object, { ...options, signal })) }
    },
  }),
  tool({
    name: 'graph_neighbours',
    title: 'What is around it',
    description:
      'The people, things, dates and tags one or two steps from one, by relations and by being spoken of together.',
    does: 'reads',
    input: {
      entity: z.string().min(1),
      hops: input.hops,
      limit: z.number().int().min(1).max(1000).optional(),
      scope: input.scope,
    },
    async run({ memory }, { entity, ...options }) {
      return { neighbours: await memory.graph.neighbours(entity, options) }
    },
  }),
]
