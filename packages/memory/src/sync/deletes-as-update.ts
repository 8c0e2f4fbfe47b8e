import { encodeUpdate } from '@commonplace/protocol'
import type { Dot } from '../model'
import { clocksOf } from '../model/erasure'

/** An update that deletes these dots, whether a document has them or not. */
export const deletesAsUpdate = (dots: readonly Dot[]): Uint8Array => encodeUpdate([], clocksOf(dots))
