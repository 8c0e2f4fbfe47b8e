import { Icon } from '../icon'
import { useInspector } from '../inspector-context'
import { modKey } from '../mod-key'
import { formatRoute, noFilters } from '../model/route'
import { ForceOffline } from './force-offline'

export interface TopBarProps {
  readonly title: string
  readonly onWrite: () => void
  readonly onForceOffline?: (on: boolean) => void
}

/** The name of the view, the way to anything, writing, and the offline switch. */
export function TopBar({ title, onWrite, onForceOffline }: TopBarProps) {
  const { link, relay, goTo } = useInspector()
  return (
    <header className="top">
      <h1>{title}</h1>
      <span className="live" title={link.word}>
        <i className={`state-dot ${link.dot}`} />
        {link.tone === 'danger' ? (
          <a className="link" href="#overview">
            {link.short}
          </a>
        ) : (
          link.short
        )}
      </span>
      <div className="end">
        <button
          type="button"
          className="jump"
          onClick={() => goTo(formatRoute({ view: 'search', filters: noFilters }))}
        >
          <Icon name="search" />
          <span>Find a record or a fact</span>
          <kbd>{modKey}</kbd>
          <kbd>K</kbd>
        </button>
        <button type="button" className="btn write" onClick={onWrite} title="Write a record or a fact">
          <Icon name="write" />
          <span>Write</span> <kbd>N</kbd>
        </button>
        {relay && <ForceOffline onChange={onForceOffline} />}
      </div>
    </header>
  )
}
