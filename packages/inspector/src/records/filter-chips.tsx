import { useInspector } from '../inspector-context'
import { formatRoute } from '../model/route'

/** The filters in use, each with its way out. */
export function FilterChips() {
  const { route, goTo } = useInspector()
  const without = (field: string) => new Map([...route.filters].filter(([name]) => name !== field))
  return [...route.filters].map(([field, values]) => (
    <span key={field} className="chip">
      <span>{field}</span>
      <b className="clip">{values.map(value => value || 'none').join(', ')}</b>
      <button
        type="button"
        aria-label={`Remove filter ${field}`}
        onClick={() => goTo(formatRoute({ ...route, filters: without(field) }))}
      >
        ×
      </button>
    </span>
  ))
}
