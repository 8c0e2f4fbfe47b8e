import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { type Memory, openMemory, type RelayAddress } from '@commonplace/memory'
import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio'
import type { Settings } from './command-line'
import { createMcpServer } from './create-mcp-server'

/** After which the process ends even if the memory has not closed, as when a disk hangs. */
const closingMs = 10_000

const log = (text: string): unknown => process.stderr.write(`commonplace-mcp: ${text}\n`)

/**
 * Opens the memory and serves it on standard input and output, until the host is gone.
 *
 * @throws CommonplaceError as `openMemory`
 */
export async function serve(settings: Settings): Promise<void> {
  const memory = await open(settings)
  tellOf(memory)
  const transport = new StdioServerTransport()
  const connection = serveStdio(() => createMcpServer(memory, settings), {
    transport,
    onerror: error => log(error.message),
  })
  let isClosing = false
  const close = (): void => {
    if (isClosing) return
    isClosing = true
    setTimeout(() => process.exit(1), closingMs).unref()
    void connection
      .close()
      .then(() => memory.close())
      .then(
        () => process.exit(0),
        error => {
          log(`could not close cleanly: ${(error as Error).message}`)
          process.exit(1)
        },
      )
  }
  process.stdin.once('end', close)
  process.stdin.once('close', close)
  process.once('SIGINT', close)
  process.once('SIGTERM', close)
}

function open({ agent: id, user, app, run, relay, tenant, store, ...rest }: Settings): Promise<Memory> {
  return openMemory({
    agent: { id, ...(user && { user }), ...(app && { app }), ...(run && { run }) },
    ...(relay && { relay: addressOf(relay, rest) }),
    ...(tenant && { tenant }),
    storage: store ?? join(homedir(), '.commonplace'),
  })
}

function addressOf(url: string, { token, tokenFile }: Pick<Settings, 'token' | 'tokenFile'>): string | RelayAddress {
  if (tokenFile) return { url, getToken: async () => (await readFile(tokenFile, 'utf8')).trim() }
  return token ? { url, getToken: () => token } : url
}

/** Standard output is the protocol's: what a person should know goes to standard error. */
function tellOf(memory: Memory): void {
  let before = ''
  memory.sync.status.subscribe(({ connection, lastError }) => {
    const now = lastError && connection !== 'online' ? `${connection}: ${lastError.message}` : connection
    if (now !== before) log(`relay ${now}`)
    before = now
  })
  memory.on('refused', ({ code, message }) => log(`a write was refused, ${code}: ${message}`))
  memory.on('error', ({ error, during }) => log(`${during}: ${error instanceof Error ? error.message : String(error)}`))
}
