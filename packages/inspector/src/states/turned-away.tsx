import { useInspector } from '../inspector-context'
import { count } from '../model/count-text'
import { relayName } from '../model/relay-name'
import { Failed } from './failed'
import { TokenForm } from './token-form'

/** The relay will not have this agent as it is: its reason, and what still works. */
export function TurnedAway() {
  const { memory, relay = '', self, status, feed, onToken } = useInspector()
  const { code = 'turned-away', message = 'the relay gave no reason' } = status.lastError ?? {}
  const local = `${count(feed.records.length, 'record')} on this device can be read, ${count(status.pending, 'write')} are kept`
  const error = Object.assign(new Error(message), { code, hint: local })
  return (
    <Failed error={error} doing={`${relayName(relay)} does not let ${self.agent} in`}>
      {onToken && <TokenForm onToken={onToken} />}
      <button type="button" className={`btn ${onToken ? '' : 'primary'}`} onClick={() => memory.sync.resume()}>
        Try again
      </button>
      <a className="btn" href="#records">
        Work with the local copy
      </a>
    </Failed>
  )
}
