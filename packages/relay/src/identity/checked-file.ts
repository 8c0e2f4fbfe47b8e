import * as v from 'valibot'

/**
 * What a file of the relay's owner holds, checked.
 *
 * @param what for the message: `the policy`
 * @throws Error that names every fault and its place
 */
export function checkedFile<T extends v.GenericSchema>(schema: T, value: unknown, what: string): v.InferOutput<T> {
  // For valibot a list is an object, too.
  if (Array.isArray(value)) throw new Error(`${what} is not valid: expected an object, not a list`)
  const parsed = v.safeParse(schema, value)
  if (parsed.success) return parsed.output
  throw new Error(`${what} is not valid: ${parsed.issues.map(fault).join('; ')}`)
}

/** `rules[0].agents: expected at least …` */
function fault({ path, message }: v.BaseIssue<unknown>): string {
  const place = (path ?? []).map(({ key }) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('')
  return `${place.replace(/^\./, '') || 'all of it'}: ${message.replace(/^Invalid \w+: E/, 'e')}`
}
