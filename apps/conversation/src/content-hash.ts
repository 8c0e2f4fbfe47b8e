import { createHash } from 'node:crypto'

/**
 * The SHA-256 of a set of JSON values, whatever the order of the values and of the keys inside them: two replicas that
 * hold equal records have equal hashes. Dates count as their ISO text, absent and undefined fields are the same.
 *
 * @returns lower-case hexadecimal
 */
export function contentHash(values: readonly unknown[]): string {
  const hash = createHash('sha256')
  for (const text of values.map(canonical).sort()) hash.update(`${text.length}:${text}`)
  return hash.digest('hex')
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}
