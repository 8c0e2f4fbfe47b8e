import { limitNames } from '@commonplace/protocol'
import * as v from 'valibot'
import { checkedFile } from './identity/checked-file'

const count = v.optional(v.pipe(v.number(), v.minValue(0)))
const text = v.optional(v.pipe(v.string(), v.minLength(1)))
const object = v.optional(v.record(v.string(), v.unknown()))
const func = v.optional(v.function())

/** What the relay's parts do not look at themselves when they are given it. */
const options = v.strictObject({
  host: text,
  port: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(65_535))),
  data: v.union([v.pipe(v.string(), v.minLength(1)), v.object({ commit: v.function(), close: v.function() })]),
  receiptKey: text,
  tokens: v.optional(v.unknown()),
  allowed: object,
  insecure: v.optional(v.boolean()),
  policy: v.optional(v.unknown()),
  clock: v.optional(v.unknown()),
  logger: v.optional(v.object({ warn: v.function(), error: v.function(), fatal: v.function() })),
  limits: v.optional(v.strictObject(Object.fromEntries(limitNames.map(name => [name, count])))),
  connections: object,
  bounds: object,
  compaction: object,
  idleMs: count,
  onFailure: func,
})

/** @throws Error that names every option that does not fit */
export function checkOptions(given: unknown): void {
  checkedFile(options, given, 'what startRelay is given')
}
