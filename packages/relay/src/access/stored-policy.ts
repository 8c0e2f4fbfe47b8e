import { chainFault, checkStatement, type PolicyEntry } from '@commonplace/protocol'
import { keyToParts, type Operation, rangeOf, type Storage, StorageError, storageKey } from '@commonplace/storage'

/** The operation that makes a line of a tenant's policy log durable. */
export function putPolicyEntry(tenant: string, entry: PolicyEntry): Operation {
  return { put: storageKey('policy', tenant, entry.number), value: new TextEncoder().encode(JSON.stringify(entry)) }
}

/**
 * The policy logs of all tenants, each in order, with their chains checked.
 *
 * @throws StorageError `damaged` when a line is missing from the middle, or is not what was logged
 */
export async function loadPolicy(storage: Pick<Storage, 'range'>): Promise<Map<string, PolicyEntry[]>> {
  const tenants = new Map<string, PolicyEntry[]>()
  for await (const { key, value } of storage.range(...rangeOf('policy'))) {
    const [, tenant] = keyToParts(key)
    if (typeof tenant !== 'string') throw damaged('the store has a line of a policy without its tenant')
    const entries = tenants.get(tenant) ?? []
    const entry = decoded(value)
    const fault = entry === null ? 'a line cannot be read' : chainFault(tenant, entries.at(-1), entry)
    if (entry === null || fault !== null) throw damaged(`the policy log of tenant "${tenant}" is damaged: ${fault}`)
    entries.push(entry)
    tenants.set(tenant, entries)
  }
  return tenants
}

function decoded(value: Uint8Array): PolicyEntry | null {
  try {
    const entry = JSON.parse(new TextDecoder().decode(value)) as PolicyEntry
    return { ...entry, statement: checkStatement(entry.statement) }
  } catch {
    return null
  }
}

const damaged = (message: string): StorageError =>
  new StorageError('damaged', message, { hint: 'restore the store from a backup: a relay guesses no rights' })
