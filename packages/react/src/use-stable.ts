import { useState } from 'react'

/** The first of all values that are equal as JSON, so that options written in place are the same from render to render. */
export function useStable<T>(value: T): T {
  const [kept, keep] = useState(value)
  if (kept === value || JSON.stringify(kept) === JSON.stringify(value)) return kept
  keep(value)
  return value
}
