import { useState } from 'react'
import { Icon } from '../icon'
import { useInspector } from '../inspector-context'
import { refusedText } from '../model/refused-text'
import { ErrorNote } from '../states/error-note'

/** The writes of this tab that the relay refused for good: what they said, its reason, and the way to be rid of them. */
export function Refusals() {
  const { memory } = useInspector()
  const [error, setError] = useState<unknown>(null)
  const refused = memory.sync.refused()
  return (
    <section className="panel">
      <header>
        <h2>Refused</h2>
        {refused.length > 0 && <span className="tag danger">{refused.length}</span>}
      </header>
      {error !== null && <ErrorNote error={error} />}
      {refused.length === 0 && <p className="nothing">The relay refused none of this tab's writes.</p>}
      <ul className="refusals">
        {refused.map(write => (
          <li key={`${write.space} ${write.number}`}>
            <Icon name="no" />
            <div>
              <b className="few" dir="auto">
                {refusedText(write.payloads) || 'A change without a text'}
              </b>
              <p>
                <span className="tag danger">{write.code}</span> {write.message}, in {write.space}. Kept on this device
                for its author; nobody else sees it.
              </p>
            </div>
            <button
              type="button"
              className="btn small"
              title="Deletes what is kept of it here"
              onClick={() => void memory.sync.discard(write).then(() => setError(null), setError)}
            >
              Forget it
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
