/** Where a writer put something: its client id and its clock. Names one entry for ever. */
export interface Dot {
  /** the writer's Yjs client id, a non-negative safe integer */
  readonly client: number
  /** the position among everything this writer wrote, from 0 */
  readonly clock: number
}

const written = /^([0-9a-z]{1,11})\.([0-9]{1,16})$/

/** Whether two outside values can be the client and the clock of a dot. */
export function isDot(client: unknown, clock: unknown): boolean {
  return isCount(client) && isCount(clock)
}

/** The dot as `<client in base 36>.<clock>`, for ids and map keys. */
export function dotToString(dot: Dot): string {
  return `${dot.client.toString(36)}.${dot.clock}`
}

/** The dot that {@link dotToString} wrote, or undefined when the text is anything else. */
export function stringToDot(text: string): Dot | undefined {
  const parts = written.exec(text)
  if (parts === null) return undefined
  const dot = { client: Number.parseInt(parts[1]!, 36), clock: Number(parts[2]) }
  return isDot(dot.client, dot.clock) && dotToString(dot) === text ? dot : undefined
}

/** Whether both name the same entry. */
export function sameDot(a: Dot, b: Dot): boolean {
  return a.client === b.client && a.clock === b.clock
}

/** Orders dots by client, then clock: an order that every replica computes alike. */
export function compareDots(a: Dot, b: Dot): number {
  return a.client === b.client ? a.clock - b.clock : a.client < b.client ? -1 : 1
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && !Object.is(value, -0)
}
