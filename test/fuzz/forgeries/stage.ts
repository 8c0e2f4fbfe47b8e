import { type Memory, openMemory } from '@commonplace/memory'
import { type Relay, startRelay } from '@commonplace/relay'
import { memoryStorage } from '@commonplace/storage/memory'
import { systemClock } from '../../../packages/relay/src/identity/clock'
import { type Sign, testKey, testPolicy } from '../../../packages/relay/src/identity/tokens.fixture'
import { RawClient } from '../../../packages/relay/src/server/raw-client.fixture'
import { mark } from './update-forgeries'

/** A relay that takes tokens, an honest agent who writes there, and everything that forgers know. */
export interface Stage {
  readonly relay: Relay
  readonly jwk: { readonly kid: string; readonly x?: string }
  /** tokens by the relay's key */
  readonly sign: Sign
  /** tokens by keys that only claim its name, one of them of another kind */
  readonly stranger: Sign
  readonly strangerRsa: Sign
  readonly alice: Memory
  readonly written: string[]
  /** The honest agent writes once more; resolves when the relay has it on disk. */
  write(): Promise<void>
  /** What is wrong with what the relay holds and readers see; empty when nothing is. */
  faults(): Promise<string[]>
  close(): Promise<void>
}

const origin = 'https://app.example'

export async function openStage(): Promise<Stage> {
  const { jwk, sign } = await testKey(systemClock)
  const [stranger, strangerRsa] = [await testKey(systemClock), await testKey(systemClock, 'RS256')]
  const relay = await startRelay({
    data: memoryStorage(),
    tokens: { keys: { keys: [jwk] }, policy: testPolicy, urlTokens: true },
    allowed: { origins: [origin], hosts: ['relay.example'] },
  })
  const open = (id: string) =>
    openMemory({
      agent: { id, user: 'ann' },
      tenant: 'acme',
      spaces: { team: 'shared' },
      relay: { url: relay.url, getToken: () => sign({ agent: id, user: 'ann' }) },
      storage: memoryStorage(),
    })
  const alice = await open('alice')
  const written: string[] = []
  return {
    ...{ relay, jwk, sign, alice, written, stranger: stranger.sign, strangerRsa: strangerRsa.sign },
    async write() {
      written.push(`entry ${written.length} of alice`)
      await alice.add(written.at(-1)!, { consistency: 'relay' })
    },
    async faults() {
      const faults = (await Promise.all(['team', 'news', 'agents/mallory'].map(markIn))).flat()
      const bob = await open('bob')
      await new Promise<void>(resolve => bob.sync.status.subscribe(({ synced }) => synced && resolve()))
      const records = await bob.getAll({ scope: 'all' })
      await bob.close()
      if (alice.sync.refused().length > 0) faults.push(`${alice.sync.refused().length} honest writes were refused`)
      for (const { content, author } of records) {
        if (author.agent !== 'alice' || author.user !== 'ann')
          faults.push(`"${content}" is shown as by ${author.agent}`)
      }
      const seen = records.map(({ content }) => content)
      for (const content of written) if (!seen.includes(content)) faults.push(`"${content}" is missing`)
      for (const content of seen) if (!written.includes(content)) faults.push(`"${content}" was never written`)
      return faults
    },
    async close() {
      await alice.close()
      await relay.close()
    },
  }

  /** Looks for what is forged in every byte that the relay holds of a room. */
  async function markIn(space: string): Promise<string[]> {
    const client = await RawClient.open(relay.url)
    const token = await sign({ agent: space === 'agents/mallory' ? 'mallory' : 'carol' })
    client.send({ type: 'hello', versions: [1, 1], tenant: '', agent: '', user: '', token, client: 'test' })
    await client.next('welcome')
    const { joined, pieces } = await client.join(space, { tenant: 'acme' })
    client.close()
    const strangers = joined.bindings.filter(({ agent }) => agent !== 'alice')
    return [
      ...pieces.filter(({ update }) => Buffer.from(update).includes(mark)).map(() => `"${space}" holds a forgery`),
      ...strangers.map(({ client, agent }) => `"${space}" binds ${client} to ${agent}`),
    ]
  }
}
