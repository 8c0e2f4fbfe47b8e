import type { DeviceRoom } from '../device-storage'
import { bytesText } from './bytes-text'
import { count, inWords } from './count-text'

/** The answer in words: what is on this device, will it fit, and will it stay? */
export function storageHeadline(records: number, spaces: number, room: DeviceRoom | undefined): string {
  const here = `${count(records, 'record')} in ${inWords(spaces, 'space')} ${records === 1 ? 'is' : 'are'} on this device`
  if (!room) return `${here}.`
  const share = room.allowedBytes === 0 ? 1 : room.usedBytes / room.allowedBytes
  const fit =
    share > 0.8 ? 'there is little room left' : `${bytesText(room.usedBytes)} of ${bytesText(room.allowedBytes)}`
  return room.isKept ? `${here}, ${fit}.` : `${here}, ${fit}; the browser may clear it when the disk is full.`
}
