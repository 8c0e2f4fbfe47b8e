import { useState } from 'react'
import { useInspector } from '../inspector-context'
import { openSpaces } from '../model/spaces'
import { storageHeadline } from '../model/storage-headline'
import { useDeviceRoom } from '../use-device-room'
import { Erasures } from './erasures'
import { SpaceRoom } from './space-room'

/** What is on this device, will it fit, and what has left it for good? */
export function Storage() {
  const { memory, feed } = useInspector()
  const { room, keep } = useDeviceRoom()
  return (
    <div className="view">
      <p className="headline">{storageHeadline(feed.records.length, openSpaces(memory).length, room)}</p>
      {room && !room.isKept && <Keep keep={keep} />}
      <SpaceRoom />
      <Erasures />
    </div>
  )
}

function Keep({ keep }: { keep: () => Promise<boolean> }) {
  const [isRefused, setRefused] = useState(false)
  return (
    <div className="panel keep">
      <p>
        Writes that the relay has not acknowledged are only here. A browser that is asked to keep them does not clear
        them by itself.
      </p>
      <button type="button" className="btn" onClick={async () => setRefused(!(await keep()))}>
        Keep this storage
      </button>
      <p role="status" className="warn">
        {isRefused && 'The browser did not agree; it tends to once the page is used often or installed.'}
      </p>
    </div>
  )
}
