/** The part of an address that names a step: `#9`. */
export const addressOfStep = (step: number): string => `#${step}`

/** The step that an address names; 1 when it names none. */
export function stepOfAddress(hash: string, steps: number): number {
  const step = Number(hash.slice(1))
  return Number.isInteger(step) && step >= 1 && step <= steps ? step : 1
}
