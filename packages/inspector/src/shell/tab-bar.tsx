import { Icon } from '../icon'
import { useInspector } from '../inspector-context'
import { formatRoute, noFilters } from '../model/route'
import { places } from './rail'

/** The views at the foot of a narrow screen. */
export function TabBar() {
  const { route, feed } = useInspector()
  return (
    <nav className="tabbar" aria-label="Views">
      {places.map(({ view, name, icon }) => (
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
    </nav>
  )
}
