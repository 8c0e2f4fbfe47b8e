import type { Core } from '../core'
import { fresh } from '../freshness'
import { guarded } from '../guarded'
import { admits, filterOf } from '../record/admits'
import { type ContextOptions, checked, checkedText, contextOptions } from '../record/input'
import { compile } from './compile'
import { cursorToGiven } from './cursor'
import type { ContextPacket } from './packet'

/** How many records are looked at when the caller does not say; the budget decides how many are told. */
const usualLimit = 50

export function context(core: Core, options: ContextOptions): Promise<ContextPacket> {
  return guarded(core, 'context', async () => {
    const who = core.identity.agent
    const input = checked(contextOptions, options, who, 'context')
    const { signal, since, budget, filter, scope, maxStaleness } = input
    checkedText(input.query, who, 'context, whose query')
    signal?.throwIfAborted()
    const given = since === undefined ? new Map<string, string>() : cursorToGiven(since, who)
    const count = await core.countTokens()
    signal?.throwIfAborted()

    if (maxStaleness !== undefined) await fresh(core, maxStaleness, signal)
    await core.projection.settled()
    core.projection.settle()
    const asked = JSON.stringify([input.query, budget, since, filter, scope, input.limit])
    const cached = core.packets.get(asked, core.now())
    if (cached) return cached
    const vector = await core.embedding?.question(input.query, signal)
    const found = core.projection.search({
      text: input.query,
      vector,
      limit: input.limit ?? usualLimit,
      filter: filterOf(core, filter, scope),
    })
    const records = found.map(({ record }) => record)
    core.recalled.handedOut(records)
    const { packet, places, until } = compile(core, records, { given, budget, count })
    core.packets.set(asked, { packet, places, until, admits: admits(core, filter, scope) })
    return packet
  })
}
