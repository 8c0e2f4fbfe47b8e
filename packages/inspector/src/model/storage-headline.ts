import type { DeviceRoom } from '../device-room'
import type { InspectedStorage } from '../memory-face'
import { bytesText } from './bytes-text'
import { count, inWords, sentence } from './count-text'

export interface StorageFacts {
  readonly records: number
  readonly spaces: number
  readonly storage: Pick<InspectedStorage, 'kind' | 'waiting' | 'persisted' | 'lost'>
  readonly room?: DeviceRoom
}

/** The answer in words: what is on this device, does it last, and will it fit? */
export function storageHeadline({ records, spaces, storage, room }: StorageFacts): string {
  if (storage.lost) return 'The store of this device is gone, and nothing more is kept here.'
  if (storage.waiting > 0)
    return `${sentence(inWords(storage.waiting, 'change'))} ${storage.waiting === 1 ? 'is' : 'are'} in memory only: the disk is full.`
  const held = `${count(records, 'record')} in ${inWords(spaces, 'space')}`
  if (storage.kind === 'memory') return `${held}, in memory only: this browser gives no lasting storage.`
  const here = `${held} ${records === 1 ? 'is' : 'are'} on this device`
  const isFull = room !== undefined && room.usedBytes > 0.8 * room.allowedBytes
  const fit = isFull
    ? ', with little room left'
    : room && room.usedBytes > 0
      ? `, ${bytesText(room.usedBytes)} of ${bytesText(room.allowedBytes)}`
      : ''
  return storage.persisted === false
    ? `${here}${fit}; the browser may clear it when the disk is full.`
    : `${here}${fit}.`
}
