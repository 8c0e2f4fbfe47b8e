/**
 * A payload is the JSON text of a tuple:
 *
 *     [version, [agent, user?], [ms, count], type, kind, content, scope, tags, fields, …tail]
 *
 * `scope` is `[user, agent, run, app]` with null for none, cut after the last; `fields` holds the optional fields by
 * name. Empty `scope`, `tags` and `fields` at the end are left out. Later programs may add names to `fields` or
 * positions to the tail without a new version: readers carry along what they do not know. The meaning of `version`,
 * author and time stays the same in every version.
 *
 * Versions: 1, the first.
 */
export const recordVersion = 1

/** Position of each part in the tuple. */
export const at = { author: 1, time: 2, type: 3, kind: 4, content: 5, scope: 6, tags: 7, fields: 8, tail: 9 } as const

/** The names of a scope, in the order in which the tuple holds them. */
export const scopeOrder = ['user', 'agent', 'run', 'app'] as const
