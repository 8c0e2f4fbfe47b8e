/** What one process offers to another that started it: functions over JSON. */
export type Verbs = Readonly<Record<string, (input: never) => Promise<unknown>>>

/** To the started process. */
export interface Call {
  readonly call: number
  readonly verb: string
  readonly input: unknown
}

/** From the started process: an answer or a failure of the call with that number, or news nobody asked for. */
export type Message =
  | { readonly answer: number; readonly value: unknown }
  | { readonly failed: number; readonly reason: string; readonly stack?: string }
  | { readonly news: unknown }
