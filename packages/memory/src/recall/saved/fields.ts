/** Fields whose values are shared by many records: kept once, and named by number; 0 is none. */
export const sharedFields = ['kind', 'author', 'user', 'agent', 'run', 'app', 'key', 'status', 'standing'] as const
/** Lists, kept once and named by number; 0 is the empty one, or none. */
export const listFields = ['tags', 'alike'] as const
/** NaN is none. */
export const numberFields = [
  'time',
  'sequence',
  'placeTime',
  'placeSequence',
  'confidence',
  'importance',
  'validFrom',
  'validTo',
  'expires',
] as const
