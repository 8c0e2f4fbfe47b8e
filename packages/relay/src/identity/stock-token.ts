const prefix = 'commonplace-token.'

/** The subprotocol of these that holds a token. */
export const tokenProtocol = (protocols: Iterable<string>): string | undefined =>
  [...protocols].find(protocol => protocol.startsWith(prefix))

/**
 * The token of a y-websocket client, whose protocol has no place for one: a subprotocol, which no log of a proxy keeps, or,
 * where that is allowed, the URL parameter `token`; '' without either.
 */
export function stockToken(url: string, protocols: Iterable<string>, takesUrlTokens: boolean): string {
  const protocol = tokenProtocol(protocols)
  if (protocol !== undefined) return protocol.slice(prefix.length)
  if (!takesUrlTokens) return ''
  const [, query = ''] = url.split('?')
  return new URLSearchParams(query).get('token') ?? ''
}
