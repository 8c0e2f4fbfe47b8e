import type { IncomingMessage, ServerResponse } from 'node:http'

/** What the relay says of itself over HTTP. */
export interface Endpoints {
  /** whether it takes work: its store is open and it is not on its way out */
  readonly isReady: () => boolean
  readonly health: () => object
  readonly metrics: () => string
}

interface Answer {
  readonly status: number
  readonly type: string
  readonly body: string
}

const json = (status: number, content: object): Answer => ({
  status,
  type: 'application/json',
  body: JSON.stringify(content),
})

/** `/healthz`: alive; `/readyz`: takes work; `/metrics`: how it is doing, for Prometheus. Nothing else is there. */
function answer(endpoints: Endpoints, method: string, url: string): Answer {
  if (method !== 'GET' && method !== 'HEAD') return json(404, { error: 'not found' })
  if (url === '/healthz') {
    return json(200, { status: endpoints.isReady() ? 'ok' : 'draining', ...endpoints.health() })
  }
  if (url === '/readyz') {
    return endpoints.isReady() ? json(200, { status: 'ready' }) : json(503, { status: 'draining' })
  }
  if (url === '/metrics') {
    // Some of them start anew once they are told, and a HEAD is told nothing.
    return { status: 200, type: 'text/plain; version=0.0.4', body: method === 'HEAD' ? '' : endpoints.metrics() }
  }
  return json(404, { error: 'not found' })
}

/** Answers a request, or refuses it when it may not come in. */
export function respond(
  endpoints: Endpoints,
  request: IncomingMessage,
  response: ServerResponse,
  fault: string | null,
): void {
  const found = answer(endpoints, fault === null ? (request.method ?? '') : '', request.url ?? '')
  response.writeHead(found.status, { 'content-type': found.type, 'cache-control': 'no-store' })
  response.end(found.body)
}
