import { type Agent, createAgent } from './agent'

/** Anything that messages go through: a worker's global, or a port of a shared one. */
interface Port {
  postMessage(message: unknown): void
  onmessage: ((event: MessageEvent) => void) | null
}

type Call = readonly [id: number, verb: keyof Agent, args: readonly unknown[]]
type Answer = readonly [id: number, error: string | undefined, value: unknown]

/** Has an agent here do what is asked through the port. */
export function serve(port: Port): void {
  const agent = createAgent()
  port.onmessage = async ({ data: [id, verb, args] }: MessageEvent<Call>) => {
    try {
      const value = await (agent[verb] as (...all: readonly unknown[]) => Promise<unknown>)(...args)
      port.postMessage([id, undefined, value] satisfies Answer)
    } catch (error) {
      port.postMessage([id, String(error), undefined] satisfies Answer)
    }
  }
}

/** Asks an agent beyond the port that it starts when it is first asked: most tests ask none, and two cost as much as their page. */
export function remoteAgent(
  start: () => Port,
): <Verb extends keyof Agent>(verb: Verb, ...args: unknown[]) => Promise<unknown> {
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  let calls = 0
  let port: Port | undefined
  function started(): Port {
    const port = start()
    port.onmessage = ({ data: [id, error, value] }: MessageEvent<Answer>) => {
      if (error === undefined) waiting.get(id)?.resolve(value)
      else waiting.get(id)?.reject(new Error(error))
      waiting.delete(id)
    }
    return port
  }
  return (verb, ...args) =>
    new Promise((resolve, reject) => {
      const id = ++calls
      waiting.set(id, { resolve, reject })
      port ??= started()
      port.postMessage([id, verb, args] satisfies Call)
    })
}
