import type { Memory } from '@commonplace/memory'
import { entityNames, scopeOf, trimmedId, withoutIdentity } from './entities'
import { refused } from './refused'

/** A row as mem0's `getAll` gives it. */
export interface Mem0Row {
  readonly id: string
  readonly memory: string
  readonly createdAt?: string | undefined
  readonly user_id?: string | undefined
  readonly agent_id?: string | undefined
  readonly run_id?: string | undefined
  readonly metadata?: Readonly<Record<string, unknown>> | undefined
}

export interface Mem0Import {
  readonly added: number
  /** They were here, or are without a text. */
  readonly skipped: number
}

/**
 * Takes over what mem0's `getAll` gave: whose it is, since when, and its metadata, with `mem0: { id }` in it for the id that it had there.
 * What was taken over before is skipped, as long as it was not deleted here.
 *
 * @param rows `results` of `getAll({ filters, topK, showExpired: true })`
 */
export async function importFromMem0(
  memory: Memory,
  rows: readonly Mem0Row[],
  where: { readonly space?: string } = {},
): Promise<Mem0Import> {
  if (!Array.isArray(rows)) throw refused('importFromMem0 takes a list of rows: the results of getAll')
  const held = new Set((await memory.getAll({ scope: 'all' })).flatMap(({ metadata }) => idThere(metadata) ?? []))
  let added = 0
  for (const row of rows as readonly Mem0Row[]) {
    if (held.has(row.id) || !row.memory?.trim()) continue
    held.add(row.id)
    const ids = Object.fromEntries(entityNames.map(([name]) => [name, trimmedId(row[name], name)]))
    await memory.add(row.memory, {
      kind: 'semantic',
      scope: scopeOf(ids),
      source: { type: 'import', name: 'mem0' },
      metadata: { ...withoutIdentity(row.metadata), mem0: { id: row.id } },
      ...(row.createdAt && { validFrom: row.createdAt }),
      ...where,
    })
    added++
  }
  return { added, skipped: rows.length - added }
}

function idThere(metadata: Readonly<Record<string, unknown>> = {}): string | undefined {
  return (metadata.mem0 as { id?: string } | undefined)?.id
}
