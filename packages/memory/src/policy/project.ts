import type { MemoryRecord } from '../record/record'
import type { AccessPolicy } from './access-policy'

/** What reads are given of a record, after the read policy; undefined for nothing. */
export function project(record: MemoryRecord, read: AccessPolicy['read']): MemoryRecord | undefined {
  const verdict = read?.(record) ?? true
  if (verdict === true) return record
  if (verdict === false) return undefined
  const { value: _, title: __, metadata: ___, ...parts } = Object.getOwnPropertyDescriptors(record)
  const told = (value: string) => ({ value, enumerable: true })
  const changes = { content: told(verdict.content), ...(verdict.title !== undefined && { title: told(verdict.title) }) }
  return Object.freeze(Object.defineProperties({} as MemoryRecord, { ...parts, ...changes }))
}
