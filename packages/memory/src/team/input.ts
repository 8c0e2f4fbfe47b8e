import * as z from 'zod/mini'
import { expiry, name } from '../record/input'

const text = z.string().check(z.minLength(1), z.maxLength(2048))
const httpUrl = z
  .string()
  .check(
    z.maxLength(2048),
    z.regex(/^https?:\/\/[^\s/]+/, { error: "expected an address like 'https://agents.example/billing'" }),
  )

export const skill = z.strictObject({
  id: name,
  name: z.optional(name),
  description: z.optional(text),
  tags: z.optional(z.array(name).check(z.maxLength(32))),
  examples: z.optional(z.array(text).check(z.maxLength(16))),
})
const knows = z.strictObject({
  private: z.optional(z.array(name)),
  hide: z.optional(z.array(name)),
})
export const registration = z.strictObject({
  description: z.optional(text),
  capabilities: z.optional(z.array(z.union([name, skill])).check(z.maxLength(64))),
  endpoint: z.optional(httpUrl),
  version: z.optional(name),
  expires: z.optional(expiry),
  knows: z.optional(z.union([z.literal(false), knows])),
  consistency: z.optional(z.enum(['local', 'relay'])),
  signal: z.optional(z.instanceof(AbortSignal)),
})
export const findOptions = z.strictObject({
  capability: z.optional(name),
  text: z.optional(text),
  present: z.optional(z.boolean()),
})
export const whoKnowsOptions = z.strictObject({
  limit: z.optional(z.number().check(z.int(), z.minimum(1), z.maximum(100))),
  present: z.optional(z.boolean()),
  scope: z.optional(z.enum(['own', 'all'])),
})

const mode = z.string().check(z.minLength(1), z.maxLength(256))
const a2aSkill = z.object({
  id: name,
  name,
  description: text,
  tags: z.array(name).check(z.maxLength(32)),
  examples: z.optional(z.array(text).check(z.maxLength(16))),
})
const a2aCommon = {
  name,
  description: text,
  version: name,
  capabilities: z.object({}),
  defaultInputModes: z.array(mode),
  defaultOutputModes: z.array(mode),
  skills: z.array(a2aSkill).check(z.maxLength(64)),
}
/** An agent card of A2A 1.0 (`supportedInterfaces`) or 0.3 (`url`); fields of it that are not used here may be there too. */
export const a2aCard = z.union([
  z.object({
    ...a2aCommon,
    supportedInterfaces: z
      .array(z.object({ url: httpUrl, protocolBinding: name, protocolVersion: name }))
      .check(z.minLength(1)),
  }),
  z.object({ ...a2aCommon, url: httpUrl, protocolVersion: name }),
])

/** What an agent says of itself. */
export type Registration = z.input<typeof registration>
export type FindOptions = z.input<typeof findOptions>
export type WhoKnowsOptions = z.input<typeof whoKnowsOptions>
/** An agent card that `importCard` takes. */
export type ImportedCard = z.input<typeof a2aCard>
