import type { IncomingMessage } from 'node:http'

const loopbackHosts = new Set(['localhost', '127.0.0.1', '::1', '[::1]'])

/** Whether a host name or address means this machine only. */
export const isLoopback = (host: string): boolean => loopbackHosts.has(host.toLowerCase())

const hostOf = (url: string): string | null => {
  try {
    return new URL(url).hostname
  } catch {
    return null
  }
}

/**
 * Why a request may not come in, or null. Browsers let every page open sockets to this machine, and a name that was made to
 * resolve to it passes for the same origin: so both Host and Origin must be this machine. A page without an origin, such as a file, is
 * not told from the sandboxed frame that any site can make.
 */
export function requestFault(request: Pick<IncomingMessage, 'headers'>): string | null {
  const { host, origin } = request.headers
  const hostName = host === undefined ? null : hostOf(`http://${host}`)
  if (hostName === null || !isLoopback(hostName)) return `host "${host ?? ''}" is not this machine`
  if (origin === undefined) return null
  if (origin === 'null') return 'a page without an origin, a file or a sandboxed frame: serve it from localhost'
  const originName = hostOf(origin)
  return originName !== null && isLoopback(originName) ? null : `origin "${origin}" is not this machine`
}
