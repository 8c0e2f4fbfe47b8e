import { CommonplaceError } from '../errors'

/**
 * For verbs whose options stand among what they write: what is given behind that, as to other verbs, would go unheard.
 *
 * @throws CommonplaceError `invalid-input`
 */
export function refuseThird(third: unknown, who: string, what: string, among: string): void {
  if (third === undefined) return
  throw new CommonplaceError('invalid-input', `agent "${who}" called ${what} with a third argument`, {
    hint: `give options among ${among}`,
  })
}
