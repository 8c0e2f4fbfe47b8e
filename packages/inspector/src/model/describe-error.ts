/** An error as a person reads it. */
export interface DescribedError {
  readonly code: string
  readonly message: string
  readonly hint: string
}

/** Reads code, message and hint of the library's errors; anything else is named for what it is. */
export function describeError(error: unknown): DescribedError {
  if (!(error instanceof Error)) return { code: 'unknown', message: String(error), hint: '' }
  const { code, hint } = error as Error & { code?: unknown; hint?: unknown }
  return {
    code: typeof code === 'string' ? code : error.name,
    message: error.message.replace(/\.$/, ''),
    hint: typeof hint === 'string' ? hintText(hint) : '',
  }
}

/** A hint of the library as a sentence of its own. */
export function hintText(hint: string): string {
  return hint === '' ? '' : `${hint.charAt(0).toUpperCase()}${hint.slice(1).replace(/\.$/, '')}.`
}
