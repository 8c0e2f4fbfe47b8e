import * as v from 'valibot'
import { breadth, consistency, expiry, name, signal } from '../input/input'
import type { Unchanging } from '../input/unchanging'

const text = v.pipe(v.string(), v.minLength(1), v.maxLength(2048))
const httpUrl = v.pipe(
  v.string(),
  v.maxLength(2048),
  v.regex(/^https?:\/\/[^\s/]+/, "expected an address like 'https://agents.example/billing'"),
)

const skill = v.strictObject({
  id: name,
  name: v.optional(name),
  description: v.optional(text),
  tags: v.optional(v.pipe(v.array(name), v.maxLength(32))),
  examples: v.optional(v.pipe(v.array(text), v.maxLength(16))),
})
const knows = v.strictObject({
  private: v.optional(v.array(name)),
  hide: v.optional(v.array(name)),
})
export const registration = v.strictObject({
  description: v.optional(text),
  capabilities: v.optional(v.pipe(v.array(v.union([name, skill])), v.maxLength(64))),
  endpoint: v.optional(httpUrl),
  version: v.optional(name),
  expires: v.optional(expiry),
  knows: v.optional(v.union([v.literal(false), knows])),
  consistency,
  signal,
})
export const findOptions = v.strictObject({
  capability: v.optional(name),
  text: v.optional(text),
  present: v.optional(v.boolean()),
})
export const whoKnowsOptions = v.strictObject({
  limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100))),
  present: v.optional(v.boolean()),
  scope: breadth,
})

const mode = v.pipe(v.string(), v.minLength(1), v.maxLength(256))
const a2aSkill = v.object({
  id: name,
  name,
  description: text,
  tags: v.pipe(v.array(name), v.maxLength(32)),
  examples: v.optional(v.pipe(v.array(text), v.maxLength(16))),
})
const a2aCommon = {
  name,
  description: text,
  version: name,
  capabilities: v.object({}),
  defaultInputModes: v.array(mode),
  defaultOutputModes: v.array(mode),
  skills: v.pipe(v.array(a2aSkill), v.maxLength(64)),
}
/** An agent card of A2A 1.0 (`supportedInterfaces`) or 0.3 (`url`); fields of it that are not used here may be there too. */
export const a2aCard = v.union([
  v.object({
    ...a2aCommon,
    supportedInterfaces: v.pipe(
      v.array(v.object({ url: httpUrl, protocolBinding: name, protocolVersion: name })),
      v.minLength(1),
    ),
  }),
  v.object({ ...a2aCommon, url: httpUrl, protocolVersion: name, preferredTransport: v.optional(name) }),
])

/** What an agent says of itself. */
export type Registration = Unchanging<v.InferInput<typeof registration>>
/** What `memory.team.find` takes. */
export type FindOptions = Unchanging<v.InferInput<typeof findOptions>>
/** What `memory.team.whoKnows` takes beside the topic. */
export type WhoKnowsOptions = Unchanging<v.InferInput<typeof whoKnowsOptions>>
/** An agent card that `importCard` takes. */
export type ImportedCard = Unchanging<v.InferInput<typeof a2aCard>>
