import type { Instant } from '../model'

/** Input that is only read, so that it may be frozen: the tags of one record are options for the next. */
export type Unchanging<T> = T extends readonly (infer Element)[]
  ? readonly Unchanging<Element>[]
  : T extends Instant | AbortSignal | ((...given: never) => unknown)
    ? T
    : T extends object
      ? { readonly [Key in keyof T]: Unchanging<T[Key]> }
      : T
