/** Smaller messages of one turn are cheaper to copy into one write than to pass to the kernel one by one. */
export const copiedBytes = 4096

/** The same bytes in fewer parts: what is small is joined. */
export function joinSmall(
  messages: readonly Uint8Array[],
  join: (messages: readonly Uint8Array[]) => Uint8Array,
): Uint8Array[] {
  const parts: Uint8Array[] = []
  let start = 0
  const joinUntil = (end: number): void => {
    if (end - start === 1) parts.push(messages[start]!)
    else if (end > start) parts.push(join(messages.slice(start, end)))
  }
  messages.forEach((message, index) => {
    if (message.length < copiedBytes) return
    joinUntil(index)
    parts.push(message)
    start = index + 1
  })
  joinUntil(messages.length)
  return parts
}
