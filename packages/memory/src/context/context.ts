import type { Core } from '../core'
import { CommonplaceError } from '../errors'
import { fresh } from '../fresh'
import { guarded } from '../guarded'
import { checked, checkedText } from '../input/input'
import { type Scope, toMs } from '../model'
import { isInDefaultScope } from '../model/default-scope'
import { admits } from '../reading/admits'
import { indexFilterOf } from '../reading/index-filter'
import { compile } from './compile'
import { counting } from './counting'
import { cursorToGiven } from './cursor'
import type { InHand } from './in-hand'
import { type ContextOptions, contextOptions } from './input'
import type { ContextPacket } from './packet'
import { loadTokenCounter } from './tokens'

/** How many records are looked at when the caller does not say; the budget decides how many are told. */
const usualLimit = 50

/** @param inHand what agents have in hand, read when the packet is made */
export function context(core: Core, options: ContextOptions, inHand: () => readonly InHand[]): Promise<ContextPacket> {
  return guarded(core, 'context', async () => {
    const who = core.identity.agent
    const input = checked(contextOptions, options, who, 'context')
    const { signal, since, budget, filter, scope, asOf, working = false, maxStaleness } = input
    checkedText(input.query, who, 'context', ' as its query')
    if (asOf !== undefined && working) throw bothTimes(who)
    signal?.throwIfAborted()
    const given = since === undefined ? new Map<string, string>() : cursorToGiven(since, who)
    const count = counting(core.countTokens ?? (await loadTokenCounter()), who)
    signal?.throwIfAborted()

    if (maxStaleness !== undefined) await fresh(core, maxStaleness, signal)
    await core.projection.settled()
    core.projection.settle()
    const isFor = (of: Scope) => scope === 'all' || isInDefaultScope(of, core.identity)
    const demand = { given, budget, count, isFor }
    const query = { text: input.query, limit: input.limit ?? usualLimit, filter: indexFilterOf(core, filter, scope) }
    if (asOf !== undefined) {
      const time = toMs(asOf)
      const past = await core.past()
      const records = (await past.search(core.pool.loaded(), time, query, signal)).map(({ record }) => record)
      return (await compile(core, records, { ...demand, asOf: { past, time } })).packet
    }
    const asked = JSON.stringify([input.query, budget, since, filter, scope, input.limit])
    const cached = working ? undefined : core.packets.get(asked, core.now())
    if (cached) return cached
    const vector = await core.embedding?.question(input.query, signal)
    const { changes } = core.packets
    const records = (await core.projection.search({ ...query, vector }, signal)).map(({ record }) => record)
    core.recalled.handedOut(records)
    if (working) return (await compile(core, records, { ...demand, inHand: inHand() })).packet
    const { packet, places, until } = await compile(core, records, demand)
    // What changed while it was searched may belong into it.
    if (changes === core.packets.changes)
      core.packets.set(asked, { packet, places, until, admits: admits(core, filter, scope) })
    return packet
  })
}

function bothTimes(who: string): CommonplaceError {
  return new CommonplaceError('invalid-input', `agent "${who}" called context as of a time with what is in hand now`, {
    hint: 'leave out `working` or `asOf`: nobody keeps what was in hand',
  })
}
