import type { IncomingMessage } from 'node:http'
import { isLoopback } from './loopback'

/** From where a relay may be reached; from anywhere where a list is not given. */
export interface AllowList {
  /** origins of web pages, `https://app.example`, compared as they are; who sends no Origin is no page */
  readonly origins?: readonly string[]
  /** host names under which the relay is known, without their port; those of this machine are always among them */
  readonly hosts?: readonly string[]
}

/**
 * Checks an allow-list.
 *
 * @throws Error that names what is not an origin or not a host name
 */
export function checkedAllowList(list: AllowList): AllowList {
  const { origins, hosts } = list
  for (const origin of origins ?? []) {
    if (!URL.canParse(origin) || new URL(origin).origin !== origin) {
      throw new Error(`"${origin}" is no origin: give scheme, host and port alone, like https://app.example`)
    }
  }
  for (const host of hosts ?? []) {
    if (hostName(host) !== host) throw new Error(`"${host}" is no host name: give it in small letters, without a port`)
  }
  return list
}

/** Why a request may not come in, or null: its page or the name it came by is not on the list. */
export function allowListFault({ headers }: Pick<IncomingMessage, 'headers'>, list: AllowList): string | null {
  const { host = '', origin } = headers
  const name = hostName(host)
  if (list.hosts && !(name !== null && (list.hosts.includes(name) || isLoopback(name)))) {
    return `host "${host}" is not on the list`
  }
  return list.origins && origin !== undefined && !list.origins.includes(origin)
    ? `origin "${origin}" is not on the list`
    : null
}

function hostName(host: string): string | null {
  return URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : null
}
