import { useMemo } from 'react'
import type { InspectedHit } from '../memory-face'
import { partOrder } from '../model/score-parts'
import { HitRow } from './hit-row'

export interface HitsProps {
  readonly hits: readonly InspectedHit[]
  readonly picked: number
  readonly onPick: (index: number) => void
  readonly onTap: (index: number) => void
  readonly onOpen: () => void
}

/** What was recalled, best first. */
export function Hits({ hits, picked, onPick, onTap, onOpen }: HitsProps) {
  const order = useMemo(() => partOrder(hits), [hits])
  if (hits.length === 0) return null
  const best = hits[0]?.score ?? 1
  return (
    <div role="listbox" aria-label="Results">
      {hits.map((hit, index) => (
        <HitRow
          key={hit.record.id}
          hit={hit}
          rank={index + 1}
          order={order}
          best={best}
          isPicked={index === picked}
          onPick={() => onPick(index)}
          onTap={() => onTap(index)}
          onOpen={onOpen}
        />
      ))}
    </div>
  )
}
