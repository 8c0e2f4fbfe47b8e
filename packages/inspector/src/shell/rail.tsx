import { Icon } from '../icon'
import { useInspector } from '../inspector-context'
import { number } from '../model/count-text'
import { formatRoute, noFilters, type View } from '../model/route'
import { switchTheme } from '../theme'
import { Brand } from './brand'
import { places } from './places'
import { SourceBox } from './source-box'

/** The rail: where the data comes from, the views, theme and shortcuts. */
export function Rail({ onSource, onShortcuts }: { onSource: () => void; onShortcuts: () => void }) {
  const { route, self, embedded } = useInspector()
  return (
    <nav className="rail" aria-label={embedded ? `Views of ${self.agent}` : 'Views'}>
      <a className="brand" href="#overview" aria-label="Commonplace, overview">
        <Brand />
      </a>
      <SourceBox onOpen={onSource} />
      <ul>
        {places.map(({ view, name, icon, group }) => (
          <li key={view}>
            {group && <h2>{group}</h2>}
            <a
              href={formatRoute({ view, filters: noFilters })}
              aria-current={route.view === view ? 'page' : undefined}
              title={name}
            >
              <Icon name={icon} />
              <span className="name">{name}</span>
              <Tally view={view} />
            </a>
          </li>
        ))}
      </ul>
      <div className="low">
        <button type="button" className="btn quiet" onClick={switchTheme} title="Switch between light and dark">
          <Icon name="theme" />
          <span>Theme</span>
        </button>
        <button type="button" className="btn quiet" onClick={onShortcuts} aria-label="Shortcuts" title="Shortcuts">
          <kbd>?</kbd>
          <span>Shortcuts</span>
        </button>
      </div>
    </nav>
  )
}

function Tally({ view }: { view: View }) {
  const { feed, status, relay } = useInspector()
  if (view === 'records' && feed.phase === 'ready') return <span className="n">{number(feed.records.length)}</span>
  if (view === 'conflicts' && feed.conflicts.length > 0) return <span className="n warn">{feed.conflicts.length}</span>
  if (view === 'sync' && relay && status.pending > 0) return <span className="n">{number(status.pending)}</span>
  return null
}
