import * as z from 'zod/mini'
import english from 'zod/v4/locales/en.js'

const { localeError } = english()

/**
 * What a file of the relay's owner holds, checked.
 *
 * @param what for the message: `the policy`
 * @throws Error that names every fault and its place
 */
export function checkedFile<T extends z.ZodMiniType>(schema: T, value: unknown, what: string): z.infer<T> {
  const parsed = schema.safeParse(value, { error: localeError })
  if (parsed.success) return parsed.data
  throw new Error(`${what} is not valid: ${z.prettifyError(parsed.error)}`)
}
