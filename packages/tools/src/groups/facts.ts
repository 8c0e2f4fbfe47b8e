import { z } from 'zod'
import { shownFact } from '../shown-record'
import { type Tool, tool } from '../tool'
import * as input from './input'

const key = z.string().min(1).describe('A path such as order/42/status')

/** What has one current value, and what to do when agents disagree about it. */
export const factTools: readonly Tool[] = [
  tool({
    name: 'fact_get',
    title: 'A fact',
    description: 'The value under a key; where agents disagree, every side with who says it and when.',
    does: 'reads',
    input: { key, space: input.space, asOf: input.asOf },
    async run({ memory, signal }, { key: asked, ...options }) {
      const fact = await memory.facts.get(asked, { ...options, signal })
      return { fact: fact ? shownFact(fact) : null }
    },
  }),
  tool({
    name: 'fact_list',
    title: 'Facts',
    description: 'The facts whose keys begin alike, or only those that agents disagree about now.',
    does: 'reads',
    input: {
      prefix: z.string().optional().describe('Such as order/42/'),
      disputed: z.boolean().optional().describe('Only those in conflict'),
      space: input.space.describe('Only those of this space'),
      limit: z.number().int().min(1).max(1000).optional().describe('100 when left out'),
    },
    async run({ memory }, { disputed, limit = 100, ...options }) {
      const facts = await (disputed ? memory.facts.conflicts(options) : memory.facts.list(options))
      return { facts: facts.slice(0, limit).map(shownFact), of: facts.length }
    },
  }),
  tool({
    name: 'fact_assert',
    title: 'State a fact',
    description:
      'Claims a value for a key. When another agent claimed something else without having seen yours, both stand as a conflict until one is chosen.',
    does: 'writes',
    input: {
      key,
      value: z.json().describe('Any JSON value'),
      evidence: z.array(z.string()).optional().describe('Ids of records it rests on'),
      content: z.string().optional().describe('The fact as a sentence, to be searched'),
      space: input.space,
      consistency: z
        .enum(['local', 'relay', 'claimed'])
        .optional()
        .describe("'claimed': one agent after the other, under a lease of the key"),
      ...input.recordFields,
    },
    async run({ memory, signal }, { key: asked, value, ...options }) {
      return { fact: shownFact(await memory.facts.assert(asked, value, { ...options, signal })) }
    },
  }),
  tool({
    name: 'fact_resolve',
    title: 'Settle a conflict',
    description: 'Ends a conflict by one of its sides or by another value; all sides stay in the history.',
    does: 'writes',
    input: {
      key,
      side: z.string().optional().describe('Id of the side that is right'),
      value: z.json().optional().describe('What is right in place of every side'),
      reason: z.string().min(1).max(2048).describe('Why, for those who look at it later'),
      space: input.space,
    },
    async run({ memory, signal }, { key: asked, side, value, reason, space }) {
      if ((side === undefined) === (value === undefined)) throw new TypeError('fact_resolve takes either side or value')
      const how = side === undefined ? { value } : { side }
      const fact = await memory.facts.resolve(asked, how, { reason, signal, ...(space !== undefined && { space }) })
      return { fact: fact ? shownFact(fact) : null }
    },
  }),
]
