import { FloatingPanel } from '../floating-panel'
import { Icon } from '../icon'
import { useInspector } from '../inspector-context'
import { formatRoute, noFilters } from '../model/route'
import { placesBehindMore } from './tab-bar'

/** The views that a narrow screen has no place for at its foot. */
export function MorePlaces({ onClose }: { onClose: () => void }) {
  const { route } = useInspector()
  return (
    <FloatingPanel className="more" title="More views" onClose={onClose}>
      <ul>
        {placesBehindMore.map(({ view, name, icon }) => (
          <li key={view}>
            <a
              href={formatRoute({ view, filters: noFilters })}
              aria-current={route.view === view ? 'page' : undefined}
              onClick={onClose}
            >
              <Icon name={icon} />
              {name}
            </a>
          </li>
        ))}
      </ul>
    </FloatingPanel>
  )
}
