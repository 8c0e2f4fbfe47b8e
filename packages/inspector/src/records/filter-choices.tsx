import { useEffect, useMemo, useRef } from 'react'
import { useInspector } from '../inspector-context'
import { choicesOf, toggled } from '../model/filter-records'
import { filterFields, formatRoute } from '../model/route'
import { targetOf } from '../target-of'
import { useFocusBack } from '../use-focus-back'

/** So many values of a field are offered, the most frequent. */
const offered = 12

/** What can be filtered by, taken from the records there are. */
export function FilterChoices({ onClose }: { onClose: () => void }) {
  const { feed, route, goTo } = useInspector()
  const fields = useMemo(
    () => filterFields.map(field => ({ field, choices: choicesOf(feed.records, field, offered) })),
    [feed.records],
  )
  const panel = useRef<HTMLElement>(null)
  useFocusBack()
  useEffect(() => {
    panel.current?.querySelector('button')?.focus()
    const outside = (event: PointerEvent) => {
      const target = targetOf(event)
      if (target instanceof Node && !panel.current?.parentElement?.contains(target)) onClose()
    }
    addEventListener('pointerdown', outside)
    return () => removeEventListener('pointerdown', outside)
  }, [onClose])
  return (
    <section className="choices" ref={panel} aria-label="Filters">
      {fields.map(({ field, choices }) => (
        <fieldset key={field}>
          <legend>{field}</legend>
          <div className="options">
            {choices.map(value => (
              <button
                key={value}
                type="button"
                className="btn small"
                title={value}
                aria-pressed={route.filters.get(field)?.includes(value) ?? false}
                onClick={() =>
                  goTo(formatRoute({ ...route, filters: toggled(route.filters, field, value) }), 'replace')
                }
              >
                <span className="clip">{value || 'none'}</span>
              </button>
            ))}
          </div>
        </fieldset>
      ))}
    </section>
  )
}
