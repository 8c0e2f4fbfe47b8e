import { Icon } from '../icon'
import { useInspector } from '../inspector-context'
import { formatRoute, noFilters } from '../model/route'
import { type Place, places } from './places'

/** How many views stand at the foot of a narrow screen; the others are behind "More". */
const shown = 4

/** The views at the foot of a narrow screen. */
export function TabBar({ onMore }: { onMore: () => void }) {
  const { route, feed, self, embedded } = useInspector()
  const isBehind = placesBehindMore.some(({ view }) => view === route.view)
  return (
    <nav className="tabbar" aria-label={embedded ? `Views of ${self.agent}` : 'Views'}>
      {places.slice(0, shown).map(({ view, name, icon }) => (
        <a
          key={view}
          href={formatRoute({ view, filters: noFilters })}
          aria-current={route.view === view ? 'page' : undefined}
        >
          <Icon name={icon} />
          {name}
          {view === 'conflicts' && feed.conflicts.length > 0 && <span className="n">{feed.conflicts.length}</span>}
        </a>
      ))}
      <button type="button" aria-haspopup="true" className={isBehind ? 'current' : undefined} onClick={onMore}>
        <Icon name="more" />
        More
      </button>
    </nav>
  )
}

/** The views that a narrow screen has no place for. */
export const placesBehindMore: readonly Place[] = places.slice(shown)
