import type { Hello, PolicyEntry, Right, Statement } from '@commonplace/protocol'
import { HandClock, testKey, testPolicy } from '../identity/tokens.fixture'
import type { RelayOptions } from '../index'
import { RawClient, Writer } from './raw-client.fixture'
import { testRelay } from './test-relay.fixture'

/** A relay that takes tokens of one key. */
export async function guarded(options: Partial<RelayOptions> = {}) {
  const clock = new HandClock()
  const { jwk, sign } = await testKey(clock)
  const tokens = { keys: { keys: [jwk] }, policy: testPolicy }
  const relay = await testRelay({ tokens, clock, ...options })
  return { relay, url: relay.url, clock, sign, tokens }
}

export const hello = (token: string, names: Partial<Hello> = {}): Hello => ({
  type: 'hello',
  versions: [1, 1],
  tenant: '',
  agent: '',
  user: '',
  token,
  client: 'test',
  ...names,
})

export async function greet(url: string, token: string | Promise<string>): Promise<RawClient> {
  const client = await RawClient.open(url)
  client.send(hello(await token))
  await client.next('welcome')
  await client.next('expires')
  return client
}

export async function writeInto(client: RawClient, space: string, id: number, ...payloads: string[]): Promise<void> {
  const { joined } = await client.join(space, { ids: [id], tenant: 'acme' })
  const update = new Writer(id).push(...payloads)
  client.send({ type: 'update', channel: joined.channel, seq: 1, lease: null, codec: 0, update })
  await client.next('ack')
}

const http = (url: string): string => url.replace('ws:', 'http:')

/** Asks a relay about its policy over HTTP. */
export async function ask(url: string, token: string, path: string, statement?: object) {
  const response = await fetch(`${http(url)}/policy${path}`, {
    headers: { authorization: `Bearer ${token}` },
    ...(statement && { method: 'POST', body: JSON.stringify(statement) }),
  })
  return { status: response.status, content: await response.json() }
}

/** A relay whose file gives nothing, and who may change what its log says. */
export async function governed(options: Partial<RelayOptions> = {}, tenant = 'acme') {
  const clock = new HandClock()
  const { jwk, sign } = await testKey(clock)
  const tokens = { keys: { keys: [jwk] } }
  const relay = await testRelay({ tokens, clock, ...options })
  const { url } = relay
  const root = await sign({ tenant, agent: 'root', admin: true })
  const change = async (statement: Statement): Promise<PolicyEntry> => {
    const { status, content } = await ask(url, root, '', statement)
    if (status !== 201) throw new Error(`${status}: ${content.error}`)
    return content
  }
  return {
    relay,
    url,
    clock,
    sign,
    tokens,
    root,
    change,
    grant: (agent: string, space: string, right: Right) => change({ do: 'grant', agent, space, right }),
    revoke: (agent: string, space: string, right: Right) => change({ do: 'revoke', agent, space, right }),
    greet: (agent: string, user?: string) => greet(url, sign({ tenant, agent, ...(user && { user }) })),
  }
}
