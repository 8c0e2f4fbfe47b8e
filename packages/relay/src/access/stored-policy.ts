import { chainFault, checkStatement, type PolicyEntry } from '@commonplace/protocol'
import {
  type Key,
  keyToParts,
  type Operation,
  rangeOf,
  type Storage,
  StorageError,
  storageKey,
} from '@commonplace/storage'

/** The operation that makes a line of a tenant's policy log durable. */
export function putPolicyEntry(tenant: string, entry: PolicyEntry): Operation {
  return { put: storageKey('policy', tenant, entry.number), value: new TextEncoder().encode(JSON.stringify(entry)) }
}

/** One line of a policy log, as it lies on disk. */
interface StoredLine {
  readonly key: Key
  readonly value: Uint8Array
  /** empty for a line that says none */
  readonly tenant: string
  readonly entry: PolicyEntry | null
  /** why the log of its tenant is not what was logged, up to here */
  readonly fault: string | null
}

/**
 * The policy logs of all tenants, each in order, with their chains checked.
 *
 * @throws StorageError `damaged` when a line is missing from the middle, or is not what was logged
 */
export async function loadPolicy(storage: Pick<Storage, 'range'>): Promise<Map<string, PolicyEntry[]>> {
  const tenants = new Map<string, PolicyEntry[]>()
  for await (const { tenant, entry, fault } of policyLines(storage)) {
    if (fault !== null || entry === null) throw new StorageError('damaged', fault ?? '', { hint })
    tenants.set(tenant, [...(tenants.get(tenant) ?? []), entry])
  }
  return tenants
}

/** All lines of the policy logs in which a line is not what was logged, tenant by tenant; what they allowed nobody can tell. */
export async function* damagedPolicies(storage: Pick<Storage, 'range'>): AsyncGenerator<StoredLine & { why: string }> {
  const faults = new Map<string, string>()
  for await (const { tenant, fault } of policyLines(storage)) {
    if (fault !== null && !faults.has(tenant)) faults.set(tenant, fault)
  }
  if (faults.size === 0) return
  for await (const line of policyLines(storage)) {
    const why = faults.get(line.tenant)
    if (why !== undefined) yield { ...line, why }
  }
}

async function* policyLines(storage: Pick<Storage, 'range'>): AsyncGenerator<StoredLine> {
  const last = new Map<string, PolicyEntry>()
  for await (const { key, value } of storage.range(...rangeOf('policy'))) {
    const [, tenant] = keyToParts(key)
    if (typeof tenant !== 'string') {
      yield { key, value, tenant: '', entry: null, fault: 'the store has a line of a policy without its tenant' }
      continue
    }
    const entry = decoded(value)
    const fault = entry === null ? 'a line cannot be read' : chainFault(tenant, last.get(tenant), entry)
    if (entry !== null) last.set(tenant, entry)
    const told = fault === null ? null : `the policy log of tenant "${tenant}" is damaged: ${fault}`
    yield { key, value, tenant, entry, fault: told }
  }
}

function decoded(value: Uint8Array): PolicyEntry | null {
  try {
    const entry = JSON.parse(new TextDecoder().decode(value)) as PolicyEntry
    return { ...entry, statement: checkStatement(entry.statement) }
  } catch {
    return null
  }
}

const hint =
  'restore the store from a backup: a relay guesses no rights; without one, "commonplace-relay repair --policy-aside" takes the log of that tenant out'
