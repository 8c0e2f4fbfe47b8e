/**
 * The stores that are being closed, by name. A memory that opens waits for it: the one of a page's next route would
 * find the store held, and begin an empty one beside it.
 */
export const leaving = new Map<string | undefined, Promise<void>>()
