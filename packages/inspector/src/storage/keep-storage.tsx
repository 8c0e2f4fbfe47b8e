import { useState } from 'react'
import { useInspector } from '../inspector-context'

/** Asks the browser, with the reason beside the question. */
export function KeepStorage() {
  const { memory, relay } = useInspector()
  const [isRefused, setRefused] = useState(false)
  const ask = async () =>
    setRefused(!(await memory.storage.persist('writes that no relay has acknowledged are only here')))
  return (
    <div className="panel keep">
      <p>
        {relay ? 'Writes that the relay has not acknowledged are only here. ' : 'What is written is only here. '}A
        browser that is asked to keep it does not clear it by itself.
      </p>
      <button type="button" className="btn" onClick={() => void ask()}>
        Keep this storage
      </button>
      <p role="status" className="warn">
        {isRefused && 'The browser did not agree; it tends to once the page is used often or installed.'}
      </p>
    </div>
  )
}
