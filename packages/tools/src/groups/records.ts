import { z } from 'zod'
import { shownRecord } from '../shown-record'
import { type Tool, tool } from '../tool'
import * as input from './input'

const limit = z
  .union([z.number().int().min(1).max(100), z.literal('auto')], {
    error: "expected a whole number, 1 to 100, or 'auto'",
  })
  .optional()
const reason = z.string().min(1).max(2048)

/** What is remembered, by the records themselves. */
export const recordTools: readonly Tool[] = [
  tool({
    name: 'memory_context',
    title: 'What the team knows',
    description:
      'What the team remembers about a question, as one text within a budget of tokens, with author, time, trust and a citation for each line, and disputes told as disputes. Call this first, before you answer or begin a task. With `since` (the cursor of an earlier call) it tells only what is new, changed or no longer so.',
    does: 'reads',
    input: {
      query: z.string().min(1).describe('The question or the task at hand'),
      budget: z.number().int().min(64).max(1_000_000).optional().describe('Tokens at most; 1000 when left out'),
      since: z.string().optional().describe('The cursor of an earlier answer'),
      asOf: input.asOf,
      filter: input.filter,
      scope: input.scope,
      working: z.boolean().optional().describe('Also what the agents that are here have in hand right now'),
    },
    async run({ memory, signal }, args) {
      const { text, ...rest } = await memory.context({ ...args, signal })
      const omitted = rest.omitted.length
      const citations = rest.citations.map(({ cite, id }) => ({ cite, id }))
      return [
        text === '' ? 'Nothing is remembered about that.' : text,
        JSON.stringify({ cursor: rest.cursor, tokens: rest.tokens, citations, omitted }),
      ]
    },
  }),
  tool({
    name: 'memory_search',
    title: 'Search the memory',
    description:
      'The records that answer a question best, best first, each with its id, author, trust and why it was found. Use memory_context to read before answering; this one to work with records by id.',
    does: 'reads',
    input: {
      query: z.string().min(1).max(8192),
      limit: limit.describe("How many at most, 10 when left out; 'auto': as many as may answer"),
      filter: input.filter,
      scope: input.scope,
      asOf: input.asOf,
      hops: input.hops.describe('Also what is related to what was found'),
    },
    async run({ memory, signal }, { query, ...options }) {
      const hits = await memory.search(query, { ...options, signal })
      return {
        hits: hits.map(({ record, score, why }) => ({
          ...shownRecord(record),
          score: Number(score.toFixed(4)),
          why: why.words,
        })),
      }
    },
  }),
  tool({
    name: 'memory_get',
    title: 'One record',
    description:
      'A record by its id, as it stands now or stood at a time, with every version of it that is still kept.',
    does: 'reads',
    input: { id: input.id, asOf: input.asOf },
    async run({ memory }, { id, asOf }) {
      const record = await memory.get(id, asOf === undefined ? {} : { asOf })
      const versions = await memory.history(id)
      return {
        record: record ? shownRecord(record) : null,
        versions: versions.map(each => ({
          id: each.id,
          content: each.content,
          author: each.author.agent,
          time: each.time.toISOString(),
          state: each.state,
          ...(each.reason !== undefined && { reason: each.reason }),
        })),
      }
    },
  }),
  tool({
    name: 'memory_add',
    title: 'Remember',
    description:
      'Remembers a text for the whole team: what was found out, decided, done or learnt, in a sentence that can be understood without this conversation. For something that has one current value (a status, a setting, an owner) use fact_assert. Give derivedFrom when it was concluded from other records. What was said before is not stored twice.',
    does: 'writes',
    input: {
      content: z.string().min(1),
      kind: input.kind,
      space: input.space,
      status: z.enum(['plain', 'proposed']).optional().describe("'proposed' waits for another agent to verify it"),
      consistency: input.consistency,
      ...input.recordFields,
    },
    async run({ memory, signal }, { content, ...options }) {
      return { record: shownRecord(await memory.add(content, { ...options, signal })) }
    },
  }),
  tool({
    name: 'memory_update',
    title: 'Correct a record',
    description: 'Writes a new version of a record of your own; the old one stays in its history.',
    does: 'writes',
    input: {
      id: input.id,
      content: z.string().min(1).optional(),
      kind: input.kind,
      consistency: input.consistency,
      ...input.recordFields,
    },
    async run({ memory, signal }, { id, ...changes }) {
      return { record: shownRecord(await memory.update(id, { ...changes, signal })) }
    },
  }),
  tool({
    name: 'memory_validate',
    title: 'Verify or refute',
    description:
      "Says what you found when you looked into another agent's record. A refuted record leaves searches, and so does everything that nothing else holds up.",
    does: 'writes',
    input: {
      id: input.id,
      verdict: z.enum(['verified', 'refuted']),
      reason: reason.optional(),
      evidence: z.array(z.string()).optional().describe('Ids of records that show it'),
    },
    async run({ memory, signal }, { id, verdict, ...options }) {
      const record = await memory.validate(id, verdict, { ...options, signal })
      return { record: record ? shownRecord(record) : null }
    },
  }),
  tool({
    name: 'memory_retract',
    title: 'Take back',
    description:
      'Closes a record that turned out wrong: it leaves searches, and what was concluded from it goes with it. Its history stays.',
    does: 'writes',
    input: { id: input.id, reason },
    async run({ memory, signal }, { id, reason: why }) {
      await memory.retract(id, why, { signal })
      return { retracted: id }
    },
  }),
  tool({
    name: 'memory_status',
    title: 'How the memory stands',
    description: 'Whose memory this is, its spaces, whether it is in touch with the relay, and what was refused.',
    does: 'reads',
    input: {},
    async run({ memory }) {
      const { connection, pending, synced, lastError, spaces } = memory.sync.status.value
      const refused = await memory.sync.refused()
      return {
        identity: memory.identity,
        connection,
        synced,
        pending,
        ...(lastError && { lastError }),
        spaces,
        refused: refused.map(({ space, number, code, message }) => ({ space, number, code, message })),
      }
    },
  }),
]
