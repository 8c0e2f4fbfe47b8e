import type { InspectedSpace } from '../model/spaces'

/** With more than so many, most of them are folded, so that what stands below the map is still in sight. */
const mostUnfolded = 8
const folded = 6

export interface SpacesOnMapInput {
  /** Names of spaces in which something wants a decision. */
  readonly wanting: ReadonlySet<string>
  /** How many records a space has. */
  readonly records: (name: string) => number
}

/** The spaces that the map shows at first: those that want a look, then the fullest, in the order of the list. */
export function spacesOnMap(
  spaces: readonly InspectedSpace[],
  { wanting, records }: SpacesOnMapInput,
): readonly InspectedSpace[] {
  if (spaces.length <= mostUnfolded) return spaces
  const wants = (name: string) => (wanting.has(name) ? 1 : 0)
  const first = [...spaces]
    .sort((a, b) => wants(b.name) - wants(a.name) || records(b.name) - records(a.name))
    .slice(0, folded)
  return spaces.filter(space => first.includes(space))
}
