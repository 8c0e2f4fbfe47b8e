import type { Json } from '../model'
import { isPlainObject } from '../model/json'

/** One thing that an agent can do. */
export interface Capability {
  readonly id: string
  readonly name: string
  readonly description?: string
  readonly tags: readonly string[]
  readonly examples?: readonly string[]
}

/** What a line of the ledger says of an agent. */
export interface Card {
  readonly name: string
  readonly description: string
  readonly capabilities: readonly Capability[]
  readonly endpoint?: string
  /** How to speak to the endpoint, of an imported card where that is not JSON-RPC of A2A 1.0. */
  readonly protocol?: { readonly binding: string; readonly version: string }
  readonly version?: string
}

/** The line that only this agent can write. */
export const cardPath = 'card'
/** Where cards of agents stand that are no members of the team, by name. */
export const guestPath = 'guest/'

/** @returns undefined for what is no card */
export function valueToCard(value: Json): Card | undefined {
  if (!isPlainObject(value) || typeof value.name !== 'string' || !Array.isArray(value.capabilities)) return undefined
  const capabilities = value.capabilities.flatMap(each => valueToCapability(each) ?? [])
  return Object.freeze({
    name: value.name,
    description: textOf(value.description) ?? '',
    capabilities: Object.freeze(capabilities),
    ...(textOf(value.endpoint) !== undefined && { endpoint: textOf(value.endpoint) }),
    ...valueToProtocol(value.protocol),
    ...(textOf(value.version) !== undefined && { version: textOf(value.version) }),
  })
}

function valueToProtocol(value: unknown): Pick<Card, 'protocol'> {
  if (!isPlainObject(value) || typeof value.binding !== 'string' || typeof value.version !== 'string') return {}
  return { protocol: Object.freeze({ binding: value.binding, version: value.version }) }
}

function valueToCapability(value: unknown): Capability | undefined {
  if (!isPlainObject(value) || typeof value.id !== 'string') return undefined
  const examples = textsOf(value.examples)
  return Object.freeze({
    id: value.id,
    name: textOf(value.name) ?? value.id,
    ...(textOf(value.description) !== undefined && { description: textOf(value.description) }),
    tags: textsOf(value.tags),
    ...(examples.length > 0 && { examples }),
  })
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function textsOf(value: unknown): readonly string[] {
  return Object.freeze(Array.isArray(value) ? value.filter(each => typeof each === 'string') : [])
}

/** Whether a card names a capability, by id or tag; letters' case does not count. */
export function isCapable({ capabilities }: Card, wanted: string): boolean {
  const name = wanted.toLowerCase()
  return capabilities.some(({ id, tags }) => [id, ...tags].some(each => each.toLowerCase() === name))
}

/** Everything a card says in words. */
export function cardText({ name, description, capabilities }: Card): string {
  const words = capabilities.flatMap(each => [each.id, each.name, each.description ?? '', ...each.tags])
  return [name, description, ...words].join(' ')
}
