import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { json } from 'node:stream/consumers'

/** A process that holds one agent. */
export interface AgentProcess {
  call(verb: string, input: readonly unknown[]): Promise<unknown>
  end(): Promise<void>
}

export interface AgentDesk {
  /** Answers `POST /agents` and `POST /agents/<key>/<verb>`, and passes everything else on. */
  answer(request: IncomingMessage, response: ServerResponse, next: () => void): void
  close(): Promise<void>
}

/** So many at once; the oldest ends when there is one more. */
const most = 4

/** Starts agents in processes of their own for the pages of this site, and passes on what their scripts ask of them. */
export function agentDesk(startAgent: () => AgentProcess): AgentDesk {
  const agents = new Map<string, AgentProcess>()
  const end = (key: string): Promise<void> | undefined => {
    const agent = agents.get(key)
    agents.delete(key)
    return agent?.end()
  }

  async function open(input: readonly unknown[]): Promise<{ key: string }> {
    const [oldest] = agents.keys()
    if (oldest !== undefined && agents.size >= most) await end(oldest)
    const key = randomUUID()
    const agent = startAgent()
    agents.set(key, agent)
    await agent.call('open', input)
    return { key }
  }

  async function call(key: string, verb: string, input: readonly unknown[]): Promise<unknown> {
    const agent = agents.get(key)
    if (agent === undefined) throw new Error('this agent has ended; begin anew')
    if (verb !== 'close') return agent.call(verb, input)
    await end(key)
    return undefined
  }

  async function handle(path: readonly string[], request: IncomingMessage): Promise<unknown> {
    const input = await json(request)
    if (!Array.isArray(input)) throw new Error('expected a list of arguments')
    const [, key, verb] = path
    if (key === undefined) return open(input)
    if (verb === undefined) throw new Error('expected a verb')
    return call(key, verb, input)
  }

  return {
    answer(request, response, next) {
      const path = (request.url ?? '').split('?')[0]!.split('/').slice(1)
      if (request.method !== 'POST' || path[0] !== 'agents') return next()
      response.setHeader('content-type', 'application/json')
      if (!isOwnPage(request)) {
        response.statusCode = 403
        response.end(JSON.stringify({ failed: 'only pages of this site may ask' }))
        return
      }
      handle(path, request).then(
        value => response.end(JSON.stringify({ value })),
        error => response.end(JSON.stringify({ failed: error instanceof Error ? error.message : String(error) })),
      )
    },
    async close() {
      await Promise.all([...agents.keys()].map(end))
    },
  }
}

/** A page of another site has another origin; a name that somebody else's server resolves to this machine is another host. */
function isOwnPage({ headers }: IncomingMessage): boolean {
  const { host = '', origin } = headers
  return /^(127\.0\.0\.1|localhost):\d+$/.test(host) && origin === `http://${host}`
}
