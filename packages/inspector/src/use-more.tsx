import { type ReactNode, useState } from 'react'
import { number } from './model/count-text'

export interface UseMoreOptions {
  /** So many at first. */
  readonly first: number
  /** So many more with each press. */
  readonly more: number
}

/**
 * Cuts a list that may be of any length: each of its lines is drawn, in sight or not.
 *
 * @returns what is to be drawn, and the button that brings more of it, where there is more
 */
export function useMore<T>(items: readonly T[], { first, more }: UseMoreOptions): [drawn: readonly T[], ReactNode] {
  const [most, setMost] = useState(first)
  const rest = items.length - most
  if (rest <= 0) return [items, null]
  return [
    items.slice(0, most),
    <button key="more" type="button" className="btn quiet small" onClick={() => setMost(most + more)}>
      {rest > more ? `Show ${number(more)} of ${number(rest)} more` : `Show ${number(rest)} more`}
    </button>,
  ]
}
