/**
 * Asked between steps of long work: undefined while the work may go on, else a promise to await, which resolves after the
 * event loop had a turn.
 *
 * @param sliceMs how long work may have held the loop; 0 for a turn in any case, the usual when left out
 */
export type Pause = (sliceMs?: number) => Promise<void> | undefined
