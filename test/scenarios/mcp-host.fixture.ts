import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client, type ClientOptions } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { onTestFinished } from 'vitest'
import { nodeArguments } from '../../scripts/node-program'
import { folderOfTest } from '../fixtures/folders'

const server = join(fileURLToPath(new URL('../..', import.meta.url)), 'packages/mcp/src/bin.ts')

/** A real MCP client with the server in a process of its own, as a host starts it. */
export interface Host {
  readonly client: Client
  readonly pid: number
  /** what the server told on standard error so far */
  said(): string
  /** Calls a tool. @returns its structured content, else its texts */
  call<Answer = Record<string, unknown>>(name: string, args?: Record<string, unknown>): Promise<Answer>
  close(): Promise<void>
}

export async function hostOfTest(flags: readonly string[], options?: ClientOptions): Promise<Host> {
  const store = flags.includes('--store') ? [] : ['--store', await folderOfTest()]
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: nodeArguments(server, ...flags, ...store),
    stderr: 'pipe',
  })
  let said = ''
  transport.stderr?.on('data', chunk => {
    said += chunk
  })
  const client = new Client({ name: 'host-of-a-test', version: '1.0.0' }, options)
  onTestFinished(() => client.close())
  await client.connect(transport)
  return {
    client,
    pid: transport.pid!,
    said: () => said,
    async call<Answer>(name: string, input = {}) {
      const result = await client.callTool({ name, arguments: input })
      const texts = result.content.map(each => (each.type === 'text' ? each.text : ''))
      if (result.isError) throw new Error(texts.join('\n'))
      return (result.structuredContent ?? texts) as Answer
    },
    close: () => client.close(),
  }
}
