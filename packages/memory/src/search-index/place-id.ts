/** Neither names nor keys hold it. */
const separator = '\u0000'

/** How the search index names a key of a space. */
export function placeToId(space: string, key: string): string {
  return space + separator + key
}

export function idToPlace(id: string): { space: string; key: string } {
  const at = id.indexOf(separator)
  return { space: id.slice(0, at), key: id.slice(at + 1) }
}
