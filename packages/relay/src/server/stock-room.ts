import { isName, type RoomName } from '@commonplace/protocol'

const defaultTenant = 'default'

/**
 * The room at the path of a stock client: `/tenant/space`, or `/space` of tenant `default`, percent-encoded.
 *
 * @returns null when the path names no room
 */
export function stockRoom(url: string): RoomName | null {
  const [path = ''] = url.split('?')
  const parts = path.split('/').slice(1)
  const [tenant, space] = parts.length === 1 ? [defaultTenant, parts[0]] : parts
  if (tenant === undefined || space === undefined || parts.length > 2) return null
  try {
    const room = { tenant: decodeURIComponent(tenant), space: decodeURIComponent(space), segment: 0 }
    return isName(room.tenant) && isName(room.space) ? room : null
  } catch {
    return null
  }
}
