/**
 * Asked between steps of long work: undefined while the work may go on, else a promise to await, which resolves after the
 * event loop had a turn.
 */
export type Pause = () => Promise<void> | undefined
