import { useInspector } from '../inspector-context'
import { span } from '../model/clock-text'
import { count, number } from '../model/count-text'
import { oldestPending } from '../model/oldest-pending'
import { openSpaces } from '../model/spaces'
import { useLook } from '../use-look'
import { useNow } from '../use-now'

/** One line at the bottom of every view: connection, safety, what waits, what was refused. */
export function StatusBar() {
  const { status, link, relay, memory, self } = useInspector()
  const look = useLook()
  const oldest = oldestPending(Object.values(status.spaces), useNow(5_000))
  const epochs = new Set(Object.values(status.spaces).flatMap(space => (space.epoch ? [space.epoch] : [])))
  const [epoch] = epochs
  const kept = openSpaces(memory).filter(space => space.visibility === 'private').length
  return (
    <footer className="foot">
      <span className={link.tone} role="status">
        <i className={`state-dot ${link.dot}`} />
        {/* The overview says what still works, and what to do. */}
        {link.tone === 'danger' ? (
          <a className="link" href="#overview">
            {link.word}
          </a>
        ) : (
          link.word
        )}
      </span>
      <span>{link.safety}</span>
      {relay && (
        <span>
          {number(status.pending)} pending{oldest !== undefined && oldest > 5_000 ? `, oldest ${span(oldest)}` : ''}
        </span>
      )}
      {status.refused > 0 && <span className="danger">{number(status.refused)} refused</span>}
      {epochs.size === 1 && (
        <span className="subtle" title={epoch}>
          epoch {epoch?.slice(0, 8)}
        </span>
      )}
      <span className="end subtle">
        {look.isSelf ? "Reading as this tab's agent" : `Looking as ${look.agent}, writing as ${self.agent}`}
        {kept > 0 && `; ${count(kept, 'private space')} ${kept === 1 ? 'stays' : 'stay'} on this device`}
      </span>
    </footer>
  )
}
