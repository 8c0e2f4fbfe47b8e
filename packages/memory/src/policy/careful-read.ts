import { CommonplaceError } from '../errors'
import { isPlainObject } from '../model/json'
import type { ReadPolicy, ReadVerdict } from '../reading/read-policy'

/**
 * A read policy that hides what it cannot decide: a record for which it throws, or answers anything but a verdict, such as a
 * promise, or nothing.
 *
 * @param onFault told of that, and of what it threw
 */
export function carefulRead(read: ReadPolicy, onFault: (error: unknown) => void): ReadPolicy {
  return record => {
    try {
      const verdict: unknown = read(record)
      if (typeof verdict === 'boolean') return verdict
      if (isPlainObject(verdict) && typeof verdict.content === 'string') return verdict as ReadVerdict
      if (verdict instanceof Promise) verdict.catch(onFault)
      onFault(
        new CommonplaceError(
          'invalid-input',
          `the read policy gave no verdict on record ${record.id}, so it is hidden`,
          {
            hint: 'a read policy returns, at once, true, false, or { content, title }',
          },
        ),
      )
    } catch (error) {
      onFault(error)
    }
    return false
  }
}
