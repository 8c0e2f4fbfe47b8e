/** The part of an address that names a step: `#9`. */
export const addressOfStep = (step: number): string => `#${step}`

/** Whether an address is one of the world's: the inspector has addresses of its own. */
export const isStepAddress = (hash: string): boolean => /^#\d+$/.test(hash)

/** The step that an address names; 1 when it names none. */
export function stepOfAddress(hash: string, steps: number): number {
  const step = Number(hash.slice(1))
  return Number.isInteger(step) && step >= 1 && step <= steps ? step : 1
}
