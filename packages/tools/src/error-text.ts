/** What went wrong, for a model: the code, what it was, and what to do; of others' errors the message. */
export function toErrorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { code, hint } = error as { code?: unknown; hint?: unknown }
  return typeof code === 'string' && typeof hint === 'string'
    ? `${code}: ${error.message}. What to do: ${hint}`
    : error.message
}
