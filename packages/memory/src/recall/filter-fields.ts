import type { Indexed } from './indexed'

/** What a field holds: a name, several names, a number, or an instant. */
export type FieldKind = 'name' | 'names' | 'number' | 'instant'

const fields = {
  id: 'name',
  key: 'name',
  space: 'name',
  kind: 'name',
  author: 'name',
  user: 'name',
  agent: 'name',
  run: 'name',
  app: 'name',
  status: 'name',
  standing: 'name',
  tags: 'names',
  time: 'instant',
  validFrom: 'instant',
  validTo: 'instant',
  expires: 'instant',
  confidence: 'number',
  importance: 'number',
} as const satisfies { [Field in keyof Indexed]?: FieldKind }

export type FilterField = keyof typeof fields

/** The fields that a filter may name. */
export const filterFields: ReadonlyMap<string, FieldKind> = new Map(Object.entries(fields))

/** Fields that the index keeps as columns; the others are asked record by record. */
export const columnFields = ['space', 'kind', 'author', 'user', 'agent', 'run', 'app'] as const satisfies FilterField[]
export type ColumnField = (typeof columnFields)[number]

/** The field has one of these values; `null` stands for having none. */
export interface FieldClause {
  readonly field: ColumnField
  readonly values: ReadonlySet<string | null>
}

/** What a filter reads of a record; getting, listing and erasing use the same. */
export type Filterable = { readonly [Field in FilterField]?: Indexed[Field] }
