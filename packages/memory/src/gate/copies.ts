import { lazy } from '../lazy'

/** Needed once anybody has said anything again. */
export const copies = lazy(() => import('./reinforce'))
