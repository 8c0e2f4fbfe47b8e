import { useMemo, useState } from 'react'
import { useInspector } from '../inspector-context'
import { count, number } from '../model/count-text'
import { useKeys } from '../use-keys'
import { FilterChips } from './filter-chips'
import { FilterChoices } from './filter-choices'

export interface FilterBarProps {
  /** How many records pass the filters. */
  readonly shown: number
  /** How many new ones are kept back. */
  readonly waiting: number
  readonly onShowWaiting: () => void
}

/** The filters in use, each with its way out, and how many records pass them. */
export function FilterBar({ shown, waiting, onShowWaiting }: FilterBarProps) {
  const { feed, route } = useInspector()
  const [choosing, setChoosing] = useState(false)
  useKeys({
    f: () => setChoosing(true),
    Escape: () => {
      if (!choosing) return false
      setChoosing(false)
    },
  })
  const passing = route.filters.size > 0 ? `${number(shown)} of ${number(feed.records.length)}` : count(shown, 'record')
  // biome-ignore lint/correctness/useExhaustiveDependencies: said when filters change, not with every record that comes
  const said = useMemo(() => passing, [route.filters])
  return (
    <div className="filters">
      <FilterChips />
      <button
        type="button"
        className="btn small quiet"
        aria-expanded={choosing}
        onClick={() => setChoosing(open => !open)}
      >
        Add filter <kbd>F</kbd>
      </button>
      <span className="end">
        {waiting > 0 && (
          <button type="button" className="btn small" onClick={onShowWaiting}>
            {number(waiting)} new
          </button>
        )}
        <span className="subtle num">{passing}</span>
        <span className="sr" role="status">
          {said}
        </span>
      </span>
      {choosing && <FilterChoices onClose={() => setChoosing(false)} />}
    </div>
  )
}
