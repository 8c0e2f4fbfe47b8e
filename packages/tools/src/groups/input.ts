import { z } from 'zod'

/** What several tools are given. The memory itself checks what stands in it, and says who, what and what to do. */
export const id = z.string().min(1).describe('Id of a record, as search and add give it')
export const space = z.string().min(1).optional().describe('Name of a space; the default one when left out')
export const filter = z
  .record(z.string(), z.unknown())
  .optional()
  .describe(
    'Only records that fit: { kind, tags, author, user, run, status, key, time }; an array means any of, { from, to } a range, null none; and, or, not combine',
  )
export const hops = z.union([z.literal(1), z.literal(2)], { error: 'expected 1 or 2' }).optional()
export const asOf = z.string().optional().describe('ISO 8601 time: what held then, in place of what holds now')
export const scope = z
  .enum(['own', 'all'])
  .optional()
  .describe("'own' (the default): this user and app, and what is nobody's; 'all': everything this agent may read")
export const consistency = z
  .enum(['local', 'relay'])
  .optional()
  .describe("'relay' waits until the relay has it on disk; 'local' is on this device's disk")

/** What a record may say besides its text. */
export const recordFields = {
  title: z.string().optional(),
  tags: z.array(z.string()).optional(),
  confidence: z.number().min(0).max(1).optional().describe('How sure you are, 0 to 1'),
  importance: z.number().min(0).max(1).optional().describe('0 to 1'),
  derivedFrom: z
    .array(z.string())
    .optional()
    .describe('Ids of the records it was concluded from: it closes when they turn out wrong'),
  source: z
    .strictObject({ type: z.string(), name: z.string().optional(), uri: z.string().optional() })
    .optional()
    .describe("Where it comes from, such as { type: 'tool', name: 'crm' } or { type: 'web', uri }"),
  validFrom: z.string().optional().describe('ISO 8601: since when it is so'),
  validTo: z.string().optional().describe('ISO 8601: until when it is so'),
  expires: z.string().optional().describe("A duration such as '30d', or an ISO 8601 time: forgotten then"),
  sensitivity: z.enum(['public', 'internal', 'confidential', 'restricted']).optional(),
  metadata: z.record(z.string(), z.unknown()).optional(),
  run: z.string().optional().describe('Name of the run, session or task it belongs to'),
}
export const kind = z
  .enum(['episodic', 'semantic', 'procedural'])
  .optional()
  .describe('What happened, what is so, or how something is done')
