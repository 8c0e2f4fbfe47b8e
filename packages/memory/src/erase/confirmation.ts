import type { Core } from '../core'
import { linesOf, newLine } from '../ledger/line'
import { type Json, ledgerKey, readKey } from '../model'
import { erasureOf, erasurePath } from '../model/erasure-line'
import { isPlainObject } from '../model/json'
import type { Space } from '../space/space'

/** How far an erasure has come where an agent keeps a space. */
export interface Confirmation {
  /** The stores that hold nothing of it any more, and whether their files were rewritten. */
  readonly stores: ReadonlyMap<string, 'scrubbed' | 'deleted'>
  /** The relay told this agent that its disk holds nothing of it any more. */
  readonly relay: boolean
}

const nothing: Confirmation = { stores: new Map(), relay: false }

function confirmationKey(id: string, agent: string): string {
  return ledgerKey(erasurePath(id), agent)
}

/** What an agent confirmed of an erasure, its stores together. */
export function confirmationOf(core: Core, space: Space, id: string, agent: string): Confirmation {
  const lines = linesOf(core, space, confirmationKey(id, agent)).flatMap(
    ({ value }) => valueToConfirmation(value) ?? [],
  )
  return lines.reduce(join, nothing)
}

/** Who confirmed something of the erasures of a space, or of one of them, by the erasure's id. */
export function confirmersIn(core: Core, space: Space, only = ''): Map<string, string[]> {
  const confirmers = new Map<string, string[]>()
  for (const key of core.ledger.keysOf(space)) {
    const name = key.endsWith(only) ? readKey(key) : undefined
    if (name?.type !== 'ledger' || name.owner === undefined) continue
    const id = erasureOf(name.path)
    if (id !== undefined) confirmers.set(id, [...(confirmers.get(id) ?? []), name.owner])
  }
  return confirmers
}

/** What each agent confirmed of an erasure. */
export function confirmationsOf(
  core: Core,
  space: Space,
  id: string,
  confirmers: ReadonlyMap<string, readonly string[]> = confirmersIn(core, space, id),
): [agent: string, confirmation: Confirmation][] {
  return (confirmers.get(id) ?? []).map(agent => [agent, confirmationOf(core, space, id, agent)])
}

/** Adds to what this agent confirmed. Resolves when it is on this device's disk. */
export async function confirm(core: Core, space: Space, id: string, more: Confirmation): Promise<void> {
  const { agent } = core.identity
  const { stores, relay } = join(confirmationOf(core, space, id, agent), more)
  const value = { v: 1, stores: Object.fromEntries(stores), relay }
  await space.append([newLine(core, space, confirmationKey(id, agent), value)]).reached('local')
}

function join(a: Confirmation, b: Confirmation): Confirmation {
  return { stores: new Map([...a.stores, ...b.stores]), relay: a.relay || b.relay }
}

function valueToConfirmation(value: Json): Confirmation | undefined {
  if (!isPlainObject(value) || value.v !== 1 || !isPlainObject(value.stores)) return undefined
  const stores = Object.entries(value.stores).map(
    ([store, how]) => [store, how === 'scrubbed' ? 'scrubbed' : 'deleted'] as const,
  )
  return { stores: new Map(stores), relay: value.relay === true }
}
