import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'

// The official memory server of MCP. Each client starts a server of its own over stdio, as hosts do; all have one file.
const [writers, writes] = process.argv.slice(2).map(Number)
const server = createRequire(import.meta.url).resolve('@modelcontextprotocol/server-memory/dist/index.js')
const folder = await mkdtemp(join(tmpdir(), 'mcp-memory-'))

async function connect() {
  const client = new Client({ name: 'race', version: '1.0.0' })
  const env = { ...process.env, MEMORY_FILE_PATH: join(folder, 'memory.jsonl') }
  await client.connect(new StdioClientTransport({ command: process.execPath, args: [server], env, stderr: 'ignore' }))
  return client
}

/** Resolves with true when the server says that it is done. */
const call = (client, name, args) =>
  client.callTool({ name, arguments: args }).then(
    ({ isError }) => !isError,
    () => false,
  )

/** What a server that starts afterwards finds in the file. A file that cannot be read any more holds nothing. */
async function readAnew() {
  const client = await connect()
  try {
    const { structuredContent } = await client.callTool({ name: 'read_graph', arguments: {} })
    return structuredContent?.entities ?? []
  } finally {
    await client.close()
  }
}

const count = results => results.flat().filter(Boolean).length
const numbers = Array.from({ length: writes }, (_, n) => n)
const clients = await Promise.all(Array.from({ length: writers }, connect))

const own = await Promise.all(
  clients.flatMap((client, writer) =>
    numbers.map(n =>
      call(client, 'create_entities', {
        entities: [{ name: `writer-${writer} writes ${n}`, entityType: 'note', observations: [] }],
      }),
    ),
  ),
)
const ownKept = (await readAnew()).length

await rm(join(folder, 'memory.jsonl'), { force: true })
await call(clients[0], 'create_entities', { entities: [{ name: 'list', entityType: 'list', observations: [] }] })
const shared = await Promise.all(
  clients.map(async (client, writer) => {
    const done = []
    for (const n of numbers) {
      const contents = [`writer-${writer} writes ${n}`]
      done.push(await call(client, 'add_observations', { observations: [{ entityName: 'list', contents }] }))
    }
    return done
  }),
)
const sharedKept = (await readAnew()).find(({ name }) => name === 'list')?.observations.length ?? 0

await Promise.all(clients.map(client => client.close()))
await rm(folder, { recursive: true, force: true })
console.log(
  JSON.stringify({ own: { written: count(own), kept: ownKept }, shared: { written: count(shared), kept: sharedKept } }),
)
