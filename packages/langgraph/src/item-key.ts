/** Where an item stands among the facts of a memory: its namespace and key as a path, each part escaped. */
export interface Place {
  readonly namespace: readonly string[]
  readonly key: string
}

export function toFactKey(root: string, { namespace, key }: Place): string {
  return [root, ...[...namespace, key].map(escaped)].join('/')
}

/** What the keys of all items of a namespace, and of those below it, begin with. */
export function toPrefix(root: string, namespace: readonly string[]): string {
  return [root, ...namespace.map(escaped), ''].join('/')
}

export function toPlace(root: string, factKey: string): Place {
  const parts = factKey.slice(root.length + 1).split('/')
  const [key = '', ...rest] = parts.map(decodeURIComponent).reverse()
  return { namespace: rest.reverse(), key }
}

/** Fact keys are normalised and hold no control characters: a part that would not come back as it is stands escaped whole. */
function escaped(part: string): string {
  const isPlain = part === part.normalize('NFC') && !/[\p{Cc}\p{Cs}/%]/u.test(part)
  return isPlain ? part : encodeURIComponent(part)
}
