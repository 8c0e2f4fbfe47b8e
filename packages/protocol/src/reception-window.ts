/** How exact a relay tells when it received something, ms: writes of one window have one end of it as their time. */
export const receptionWindowMs = 10_000

/** The window that a time falls into. */
export const receptionWindow = (ms: number): number => Math.ceil(ms / receptionWindowMs)
