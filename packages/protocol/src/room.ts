import { encodeUtf8 } from 'lib0/string'
import { defaultLimits } from './limits'

/** A space on the wire, or a part of one: `segment` is 0 for the space itself, and names one of its artifacts otherwise. */
export interface RoomName {
  readonly tenant: string
  readonly space: string
  readonly segment: number
}

/** A tenant, space, agent or user whose name cannot be used. */
export class NameError extends Error {
  override readonly name = 'NameError'
  readonly code = 'invalid-name'
}

/** One string a room, for Map keys and storage keys: lengths in front, so that no two rooms share one. */
export function roomToString({ tenant, space, segment }: RoomName): string {
  return `${tenant.length}:${tenant}/${space.length}:${space}/${segment}`
}

/**
 * A name as it goes on the wire: in Unicode normalisation form C.
 *
 * @param name 1 to 256 bytes of UTF-8 without control characters or lone surrogates
 * @param what whose name it is, for the error: `space`, `tenant`, `agent`
 * @throws NameError
 */
export function checkName(name: string, what: string): string {
  const normal = name.normalize('NFC')
  const fault = faultOf(normal)
  if (fault) throw new NameError(`${what} ${quote(name)} ${fault}`)
  return normal
}

/** Whether a name may stand on the wire as it is. */
export function isName(name: string): boolean {
  return name === name.normalize('NFC') && faultOf(name) === null
}

function faultOf(name: string): string | null {
  const bytes = encodeUtf8(name).length
  if (bytes < 1 || bytes > defaultLimits.nameBytes)
    return `has a name of ${bytes} bytes; give it one of 1 to ${defaultLimits.nameBytes} bytes of UTF-8`
  if (/[\p{Cc}\p{Cs}]/u.test(name)) return 'has a control character or half a surrogate pair in its name; remove it'
  return null
}

function quote(name: string): string {
  return JSON.stringify(name.length > 40 ? `${name.slice(0, 40)}…` : name)
}
