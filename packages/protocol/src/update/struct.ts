import type * as Y from 'yjs'

/** What an update holds of one client: content, garbage-collected content, or a gap. */
export type Struct = Y.Item | Y.GC | Y.Skip
