import { lazy } from './lazy'

/** What only a memory with a relay needs; it is there before anything is asked of the connection. */
export const relayPart = lazy(() => import('./relay-part'))
