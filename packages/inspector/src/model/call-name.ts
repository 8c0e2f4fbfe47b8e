/** The key of a call as whoever made it gave it: a text without its quotes, anything else as JSON. */
export function callName(key: string): string {
  try {
    const given: unknown = JSON.parse(key)
    return typeof given === 'string' ? given : key
  } catch {
    return key
  }
}
