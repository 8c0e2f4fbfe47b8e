import { Icon } from '../icon'
import { useInspector } from '../inspector-context'
import { preciseClock } from '../model/clock-text'
import { count } from '../model/count-text'
import { relayName } from '../model/relay-name'
import type { Unreachable } from '../unreachable'
import { useKeys } from '../use-keys'

/** The relay does not answer: what still works, and what to do. */
export function RelayUnreachable({ unreachable }: { unreachable: Unreachable }) {
  const { memory, relay = '', feed, status, onLeave } = useInspector()
  const retry = () => {
    memory.sync.resume()
  }
  useKeys({ r: retry })
  return (
    <div className="middle">
      <div className="blank" role="alert">
        <div>
          <span className="tag danger">
            <Icon name="alert" />
            relay-unreachable
          </span>
          <h2>The relay at {relayName(relay)} does not answer</h2>
          <p>
            It has been silent since {preciseClock(unreachable.since)}. Agents keep reading and writing on their own
            devices and reconcile when it is back. Nothing acknowledged as durable is lost.
          </p>
        </div>
        <div className="panel">
          <ul className="steps">
            <li>
              <Icon name="check" className="ok" />
              <span>Memory on this device is readable, {count(feed.records.length, 'record')}</span>
              <span className="subtle">local copy</span>
            </li>
            <li>
              <Icon name="check" className="ok" />
              <span>
                {status.pending > 0
                  ? `${count(status.pending, 'write')} kept here, sent first on reconnect`
                  : 'What is written now is kept here, and sent first on reconnect'}
              </span>
              <span className="subtle">durable: local</span>
            </li>
            <li>
              <Icon name="x" className="no" />
              <span>What others write does not arrive</span>
              <span className="subtle">paused</span>
            </li>
          </ul>
        </div>
        <div className="row">
          <button type="button" className="btn primary" onClick={retry}>
            Try again now <kbd>R</kbd>
          </button>
          <a className="btn" href="#records">
            Work with the local copy
          </a>
          {onLeave && (
            <button type="button" className="btn" onClick={onLeave}>
              Choose another relay
            </button>
          )}
        </div>
        <div>
          <p className="label">
            Tried {count(unreachable.attempts, 'time')}, trying again by itself
            {status.lastError?.message ? ` (${status.lastError.message})` : ''}. If you stopped it, start it again:
          </p>
          <pre>npx -y pnpm@10 start</pre>
        </div>
      </div>
    </div>
  )
}
