import { Corpus } from '../../search/corpus'
import { fill, open, type Place } from '../measure'

/** What the bench calls in the page. */
const openPage = {
  fill: (place: Place, records: number) => fill('bench-open', place, records),
  open: (place: Place, records: number) =>
    open('bench-open', place, new Corpus(records), { wall: () => performance.now() }),
}

export type OpenPage = typeof openPage

Object.assign(globalThis, { openPage })
