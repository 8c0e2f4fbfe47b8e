import { CommonplaceError } from '../errors'
import { lazy } from '../lazy'
import { shortened } from '../shortened'
import type { Unfit } from './misfit'

const words = lazy(() => import('./misfit'))

/**
 * Input that does not fit its form, in few words. Better ones, which name the option that was meant, are fetched when
 * they are needed: a page that calls verbs rightly has no use for them, and a verb that answers at once cannot wait for them.
 */
export class UnfitInput extends CommonplaceError {
  readonly #call: string
  readonly #unfit: Unfit

  /** @param call who called what with what */
  constructor(call: string, unfit: Unfit) {
    const [issue] = unfit.issues
    const where = issue?.path?.map(({ key }) => String(key)).join('.')
    super('invalid-input', `${call}: ${where ? `${where}: ` : ''}${shortened(plain(issue?.message ?? ''))}`, {
      hint: `correct ${where || unfit.subject}`,
    })
    this.#call = call
    this.#unfit = unfit
  }

  /** The same with better words; itself where they cannot be fetched. */
  explained(): Promise<CommonplaceError> {
    return words(({ misfit }) => {
      const { problem, hint } = misfit(this.#unfit)
      return new CommonplaceError('invalid-input', `${this.#call}: ${problem}`, { hint })
    }).catch(() => this)
  }
}

/** Valibot's own words, such as `Invalid type: Expected (string | number) but received null`, as ours. */
const plain = (message: string) =>
  message
    .replace(/^Invalid key.* received/, 'unknown option')
    .replace(/^Invalid .*?: Expected (.*) but received/, 'expected $1, not')

/** An error with the best words that there are for it. */
export async function explained(error: unknown): Promise<unknown> {
  return error instanceof UnfitInput ? error.explained() : error
}
