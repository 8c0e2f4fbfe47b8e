import { useInspector } from '../inspector-context'
import type { InspectedStorage } from '../memory-face'
import { bytesText } from '../model/bytes-text'
import { span } from '../model/clock-text'
import { hintText } from '../model/describe-error'
import { useNow } from '../use-now'

/** What waits in memory for room on the disk, since when, and why. */
export function WaitingForRoom({ storage }: { storage: InspectedStorage }) {
  const { memory } = useInspector()
  const now = useNow(1_000)
  const { waitingSince, waitingBytes, reason } = storage
  return (
    <div className="panel keep" role="alert">
      <p>
        <b className="mono">{reason?.code}</b> {bytesText(waitingBytes)}{' '}
        {waitingSince === undefined ? 'wait' : `have waited for ${span(Math.max(0, now.getTime() - waitingSince))}`}.{' '}
        {hintText(reason?.hint ?? '')}
      </p>
      <button type="button" className="btn" onClick={() => memory.storage.retry()}>
        Try again
      </button>
    </div>
  )
}
