import type { Agent, AgentSpec } from '../agent/agent'
import { agentVerbs } from '../agent/agent-verbs'

/** Opens an agent in a Node process of the server, which joins the same relay, and calls its verbs there. */
export async function openRemoteAgent(spec: AgentSpec): Promise<Agent> {
  const { key } = (await post('agents', [spec])) as { key: string }
  const address = `agents/${key}`
  addEventListener('pagehide', () => navigator.sendBeacon(`${address}/close`, bodyOf([])))
  const verbs = agentVerbs.map(verb => [verb, (...args: unknown[]) => post(`${address}/${verb}`, args)] as const)
  return { ...(Object.fromEntries(verbs) as unknown as Omit<Agent, 'id'>), id: spec.id }
}

const bodyOf = (args: readonly unknown[]) => new Blob([JSON.stringify(args)], { type: 'application/json' })

async function post(address: string, args: readonly unknown[]): Promise<unknown> {
  const answer = await fetch(`./${address}`, { method: 'POST', body: bodyOf(args) })
  const { value, failed } = (await answer.json()) as { value?: unknown; failed?: string }
  if (failed !== undefined) throw new Error(failed)
  return value
}
