import type { Core } from '../core'
import { admits } from '../reading/admits'
import type { MemoryRecord } from '../reading/record'

/**
 * Which records lead from one entity to another: those a filter admits that hold at a time. What is over, or planned for
 * later, is still found by its words, and relates nobody.
 *
 * @param time ms since 1970; now when left out
 * @throws RecallError `filter-invalid` naming the field
 */
export function leads(
  core: Core,
  filter: unknown,
  scope: 'own' | 'all' | undefined,
  time = core.now(),
): (record: MemoryRecord) => boolean {
  const admitted = admits(core, filter, scope)
  return record =>
    admitted(record) &&
    (record.validFrom?.getTime() ?? Number.NEGATIVE_INFINITY) <= time &&
    time < (record.validTo?.getTime() ?? Number.POSITIVE_INFINITY)
}
