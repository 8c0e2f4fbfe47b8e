import { z } from 'zod'
import { shownRecord } from '../shown-record'
import { type Tool, tool } from '../tool'
import * as input from './input'

/** Large texts by handle: only their summary is searched and read. */
export const artifactTools: readonly Tool[] = [
  tool({
    name: 'artifact_put',
    title: 'Keep a large text',
    description:
      'Keeps a report, a log, a file beside the memory under a summary. Only the summary costs tokens; artifact_read opens the text.',
    does: 'writes',
    input: {
      text: z.string().min(1),
      summary: z.string().min(1).describe('What is found, and read in place of the text'),
      type: z.string().optional().describe("Media type; 'text/plain' when left out"),
      space: input.space,
      consistency: input.consistency,
      ...input.recordFields,
    },
    async run({ memory, signal }, { text, ...options }) {
      return { record: shownRecord(await memory.artifacts.put(text, { ...options, signal })) }
    },
  }),
  tool({
    name: 'artifact_read',
    title: 'Read a large text',
    description: 'A part of a kept text; `next` is where the rest begins.',
    does: 'reads',
    input: {
      id: input.id,
      offset: z.number().int().min(0).optional().describe('Letters to skip'),
      limit: z.number().int().min(1).max(200_000).optional().describe('Letters at most; 20000 when left out'),
    },
    async run({ memory, signal }, { id, offset = 0, limit = 20_000 }) {
      const { text, type } = await memory.artifacts.open(id, { signal })
      const end = Math.min(offset + limit, text.length)
      return { text: text.slice(offset, end), type, length: text.length, ...(end < text.length && { next: end }) }
    },
  }),
]
