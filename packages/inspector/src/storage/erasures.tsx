import { Icon } from '../icon'
import { useInspector } from '../inspector-context'
import type { InspectedErasure } from '../memory-face'
import { dateAndClock, shortTime } from '../model/clock-text'
import { count } from '../model/count-text'
import { ErrorNote } from '../states/error-note'
import { useReading } from '../use-reading'
import { Who } from '../who'

/** What was erased for good, who confirmed that nothing of it is left, and who has not. */
export function Erasures() {
  const { memory } = useInspector()
  const reading = useReading(() => memory.erasures(), 'erasures')
  if (reading.phase === 'failed') return <ErrorNote error={reading.error} />
  const receipts = reading.phase === 'ready' ? reading.value : []
  return (
    <section className="panel">
      <header>
        <h2>Erased</h2>
      </header>
      {reading.phase === 'ready' && receipts.length === 0 && (
        <p className="nothing">Nothing was erased from the open spaces.</p>
      )}
      <ul className="erasures">
        {receipts.map(receipt => (
          <Receipt key={`${receipt.space} ${receipt.id}`} receipt={receipt} />
        ))}
      </ul>
      <p className="nothing">Copies made elsewhere, and devices that never come back, are out of reach.</p>
    </section>
  )
}

function Receipt({ receipt }: { receipt: InspectedErasure }) {
  const { now } = useInspector()
  const isDone = receipt.outstanding.length === 0 && receipt.relay !== 'outstanding'
  return (
    <li>
      <Icon name={isDone ? 'checks' : 'wait'} className={isDone ? 'ok' : 'warn'} />
      <div>
        <b>
          {count(receipt.versions, 'version')} in {receipt.space}, by <Who agent={receipt.by.agent} />
        </b>
        <p>{confirmedText(receipt)}</p>
        {!isDone && <p className="warn">{outstandingText(receipt)}</p>}
      </div>
      <time className="subtle" dateTime={receipt.time.toISOString()} title={dateAndClock(receipt.time)}>
        {shortTime(receipt.time, now())}
      </time>
    </li>
  )
}

function confirmedText({ confirmed, relay }: InspectedErasure): string {
  const agents = confirmed.map(({ agent, scrubbed }) => (scrubbed ? agent : `${agent} (its files not rewritten)`))
  const sure = relay === 'confirmed' ? ["the relay's disk", ...agents] : agents
  return sure.length === 0 ? 'Nobody has confirmed yet.' : `Nothing is left with ${sure.join(', ')}.`
}

function outstandingText({ outstanding, relay }: InspectedErasure): string {
  const missing = relay === 'outstanding' ? ["the relay's disk", ...outstanding] : outstanding
  return `Outstanding: ${missing.join(', ')}.`
}
