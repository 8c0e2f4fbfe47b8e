import type { InspectedSide } from '../memory-face'
import { valueText } from './value-text'

/** What a side of a fact says: its value, or that the fact is no more. */
export function sideText(side: Pick<InspectedSide, 'value' | 'retracted'>): string {
  return side.retracted ? 'retracted' : valueText(side.value)
}
