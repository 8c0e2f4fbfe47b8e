/** Where a fact is. */
export interface FactPlace {
  readonly key: string
  readonly space: string
}
