import { useState } from 'react'
import { Icon } from '../icon'
import type { InspectedPacket } from '../memory-face'
import { count, number } from '../model/count-text'
import { ErrorNote } from '../states/error-note'
import { useKeys } from '../use-keys'
import { usePacket } from '../use-packet'
import { BudgetBar } from './budget-bar'
import { LeftOut } from './left-out'

/** What an agent that asks this would be given to read, to the letter. */
export function Packet({ question, budget }: { question: string; budget: number }) {
  const reading = usePacket(question, budget)
  const packet = reading?.phase === 'ready' ? reading.value : undefined
  return (
    <div className="col">
      <h2>
        Context packet
        {packet && packet.text !== '' && <CopyPacket text={packet.text} />}
      </h2>
      {reading?.phase === 'reading' && <p className="nothing">Counting tokens</p>}
      {reading?.phase === 'failed' && <ErrorNote error={reading.error} />}
      {packet && (packet.text === '' ? <NothingToTell packet={packet} /> : <Told packet={packet} budget={budget} />)}
    </div>
  )
}

function Told({ packet, budget }: { packet: InspectedPacket; budget: number }) {
  return (
    <div className="packet">
      <p className="figure">
        <b>{number(packet.tokens)}</b>{' '}
        <span className="muted num">
          of {number(budget)} tokens · {count(packet.citations.length, 'citation')}
        </span>
      </p>
      <BudgetBar packet={packet} budget={budget} />
      <pre>{packet.text}</pre>
      <LeftOut omitted={packet.omitted} />
    </div>
  )
}

function NothingToTell({ packet }: { packet: InspectedPacket }) {
  return (
    <div className="packet">
      <p className="muted">Nothing: an agent that asks this reads no memory.</p>
      <LeftOut omitted={packet.omitted} />
    </div>
  )
}

function CopyPacket({ text }: { text: string }) {
  const [copied, setCopied] = useState<string | null>(null)
  const copy = () => void navigator.clipboard.writeText(text).then(() => setCopied(text))
  useKeys({ c: copy })
  return (
    <small>
      <button type="button" className="btn small quiet" onClick={copy}>
        <Icon name={copied === text ? 'check' : 'copy'} />
        Copy <kbd>C</kbd>
      </button>
      <span className="sr" role="status">
        {copied === text ? 'Packet copied' : ''}
      </span>
    </small>
  )
}
