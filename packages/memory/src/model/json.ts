/** A JSON value, read only. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject

/** A JSON object, read only. */
export interface JsonObject {
  readonly [name: string]: Json
}
