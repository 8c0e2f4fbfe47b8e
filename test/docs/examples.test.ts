import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Memory, type OpenOptions, openMemory } from '@commonplace/memory'
import { type Relay, startRelay } from '@commonplace/relay'
import { memoryStorage } from '@commonplace/storage/memory'
import { transformWithOxc } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'

let relay: Relay
const opened: Memory[] = []

beforeAll(async () => {
  relay = await startRelay({ data: memoryStorage(), insecure: true })
})

afterAll(async () => {
  await Promise.all(opened.map(memory => memory.close()))
  await relay.close()
})

/** The examples' own relay address becomes the test's, and nothing is left in the folder. */
async function openForExample(options: OpenOptions): Promise<Memory> {
  const memory = await openMemory({ ...options, relay: options.relay && relay.url, storage: memoryStorage() })
  opened.push(memory)
  return memory
}

function examplesOf(file: string): string[] {
  const text = readFileSync(fileURLToPath(new URL(`../../${file}`, import.meta.url)), 'utf8')
  return [...text.matchAll(/^```ts\n(.*?)^```/gms)].map(match => match[1] as string)
}

test.each(['README.md', 'packages/memory/README.md'])('the examples of %s run, one after the other', async file => {
  const examples = examplesOf(file)
  expect(examples.length).toBeGreaterThan(1)
  const script = examples.join('\n').replaceAll(/^import .*$/gm, '')
  const { code } = await transformWithOxc(
    `async function example(openMemory) {\n${script}\nreturn memory\n}`,
    'example.ts',
  )
  const example = new Function(`${code}\nreturn example`)() as (open: typeof openForExample) => Promise<Memory>
  const memory = await example(openForExample)
  expect((await memory.search('how should we contact Ada?'))[0]?.record.content).toBe(
    'Ada prefers e-mail to phone calls',
  )
})
