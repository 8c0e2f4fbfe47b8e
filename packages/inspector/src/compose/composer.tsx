import { useState } from 'react'
import { FloatingPanel } from '../floating-panel'
import { FactForm } from './fact-form'
import { RecordForm } from './record-form'

/** Writes from the page, as this tab's agent: a record, or a fact under a key. */
export function Composer({ onClose }: { onClose: () => void }) {
  const [what, setWhat] = useState<'record' | 'fact'>('record')
  return (
    <FloatingPanel className="composer" title="Write" onClose={onClose}>
      <div className="compose">
        <div className="segments">
          <button
            type="button"
            className="btn small"
            aria-pressed={what === 'record'}
            onClick={() => setWhat('record')}
          >
            A record
          </button>
          <button type="button" className="btn small" aria-pressed={what === 'fact'} onClick={() => setWhat('fact')}>
            A fact
          </button>
        </div>
        {what === 'record' ? <RecordForm /> : <FactForm />}
      </div>
    </FloatingPanel>
  )
}
