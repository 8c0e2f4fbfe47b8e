import { useInspector } from '../inspector-context'
import { count } from '../model/count-text'
import { relayName } from '../model/relay-name'
import { Failed } from './failed'
import { TokenForm } from './token-form'

/** The relay will not have this agent as it is: its reason, and what still works. */
export function TurnedAway() {
  const { memory, relay = '', self, status, feed, onToken, onLeave } = useInspector()
  const { code = 'turned-away', message = 'the relay gave no reason' } = status.lastError ?? {}
  const kept = status.pending > 0 ? `; ${count(status.pending, 'write')} of this tab kept here until then` : ''
  const read =
    feed.records.length > 0
      ? `${count(feed.records.length, 'record')} on this device can still be read`
      : 'nothing has arrived on this device yet'
  const error = Object.assign(new Error(message), { code, hint: `${read}${kept}` })
  return (
    <Failed error={error} doing={`${relayName(relay)} does not let ${self.agent} in`}>
      {onToken && <TokenForm onToken={onToken} />}
      <button type="button" className={`btn ${onToken ? '' : 'primary'}`} onClick={() => memory.sync.resume()}>
        Try again
      </button>
      <a className="btn" href="#records">
        Work with the local copy
      </a>
      {onLeave && (
        <button type="button" className="btn" onClick={onLeave}>
          Choose another relay or agent
        </button>
      )}
    </Failed>
  )
}
