import { useObservable } from '@commonplace/react'
import { useInspector } from '../inspector-context'
import { openSpaces } from '../model/spaces'
import { storageHeadline } from '../model/storage-headline'
import { useDeviceRoom } from '../use-device-room'
import { Erasures } from './erasures'
import { KeepStorage } from './keep-storage'
import { Noise } from './noise'
import { Rescopings } from './rescopings'
import { SpaceRoom } from './space-room'
import { StoreLost } from './store-lost'
import { WaitingForRoom } from './waiting-for-room'

/** What is on this device, will it fit, and what has left it for good? */
export function Storage() {
  const { memory, feed } = useInspector()
  const storage = useObservable(memory.storage.status)
  const room = useDeviceRoom()
  const facts = { records: feed.records.length, spaces: openSpaces(memory).length, storage, room }
  return (
    <div className="view">
      <p className="headline">{storageHeadline(facts)}</p>
      {storage.lost && <StoreLost lost={storage.lost} />}
      {!storage.lost && storage.waiting > 0 && <WaitingForRoom storage={storage} />}
      {!storage.lost && storage.kind === 'disk' && storage.persisted === false && <KeepStorage />}
      <SpaceRoom />
      <Noise />
      <Rescopings />
      <Erasures />
    </div>
  )
}
