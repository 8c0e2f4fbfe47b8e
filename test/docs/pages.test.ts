import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { audiencePolicy, type Memory, type OpenOptions, openMemory } from '@commonplace/memory'
import { type Relay, startRelay } from '@commonplace/relay'
import { memoryStorage } from '@commonplace/storage/memory'
import { transformWithOxc } from 'vite'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'

const folder = fileURLToPath(new URL('../../docs', import.meta.url))

/** Examples that need a browser, an embedder's server, a relay with keys, or agents that wait for each other; others' tests have their like. */
const elsewhere = [
  /new URL\('@commonplace\/memory\/worker'/,
  /openAiEmbedder/,
  /memory\.access\./,
  /on another agent/,
  /ann\.validate/,
]

let relay: Relay

beforeAll(async () => {
  relay = await startRelay({ data: memoryStorage(), insecure: true })
})

afterAll(() => relay.close())

function examplesOf(page: string): string[] {
  const text = readFileSync(`${folder}/${page}`, 'utf8')
  const examples = [...text.matchAll(/^```(?:ts|js)\n(.*?)^```/gms)].map(([, code]) => code!)
  return examples.filter(code => !elsewhere.some(pattern => pattern.test(code)))
}

/** Each page has a team of its own, so that no page reads what another wrote. */
function openerFor(page: string) {
  return async (options: OpenOptions): Promise<Memory> => {
    const memory = await openMemory({ ...options, tenant: page, relay: relay.url, storage: memoryStorage() })
    onTestFinished(() => memory.close())
    return memory
  }
}

/** What the examples take as given: who else is there, what was written before, and what is the reader's own. */
async function givenFor(page: string) {
  const open = openerFor(page)
  const memory = await open({ agent: { id: 'support', user: 'ada' } })
  const other = await open({ agent: { id: 'other', user: 'ada' } })
  const librarian = await open({ agent: { id: 'librarian' } })
  const scan = await memory.add('The scanner at the gate saw order 42')
  await memory.add('Ada owns two boats')
  await memory.add('A lamp was ordered', { tags: ['orders'] })
  await memory.rescope({ filter: { tags: 'orders' } }, { app: 'old-shop' })
  await memory.spaces.open('orders', { visibility: 'shared' })
  await memory.sync.flush('relay')
  await Promise.all([other, librarian].map(each => each.getAll({ maxStaleness: 0 })))
  const nothing = () => {}
  return {
    ...{
      openMemory: open,
      audiencePolicy,
      relay: relay.url,
      memory,
      other,
      librarian,
      scan,
      note: scan,
      id: scan.id,
    },
    ...{ console: { log: nothing }, render: nothing, show: nothing, onProgress: nothing, stopIndexing: nothing },
    ...{
      agent: { id: 'support' },
      uri: 'https://shop.example/',
      file: '[]',
      report: 'The fire began at noon. '.repeat(99),
    },
    ...{ signal: new AbortController().signal, keyOfThisUser: () => crypto.getRandomValues(new Uint8Array(32)) },
    ...{
      redact: (text: string) => text,
      payBack: () => 'paid',
      fetchRates: () => ({ rate: 1.1 }),
      buildIndex: nothing,
    },
    ...{ ask: (episodes: readonly { content: string }[]) => episodes[0]?.content ?? '' },
  }
}

const pages = readdirSync(folder).filter(page => page.endsWith('.md') && examplesOf(page).length > 0)

test.each(pages)(
  'the examples of docs/%s run as they are written',
  async page => {
    let given: object = await givenFor(page)
    for (const example of examplesOf(page)) {
      const body = example.replaceAll(/^import .*$/gm, '')
      const names = [...body.matchAll(/^const (?:\{ (.*) \}|\[(.*)\]|(\w+)) =/gm)].flatMap(([, ...found]) =>
        found.flatMap(each => each?.split(', ') ?? []),
      )
      const source = `async function example() {\n${body}\nreturn { ${names.join(', ')} }\n}`
      const { code } = await transformWithOxc(source, 'example.ts')
      // Sloppy, since `with` is what gives names to a text that declares some of them itself.
      const run = new Function('given', `with (given) { ${code}\nreturn example() }`) as (
        given: object,
      ) => Promise<object>
      given = {
        ...given,
        ...(await run(given).catch(cause => expect.unreachable(`${cause}\n${cause.hint}\n${example}`))),
      }
    }
  },
  60_000,
)
