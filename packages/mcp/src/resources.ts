import type { Memory } from '@commonplace/memory'
import { shownFact, shownRecord, toErrorText } from '@commonplace/tools'
import {
  type McpServer,
  ProtocolError,
  ProtocolErrorCode,
  ResourceNotFoundError,
  ResourceTemplate,
} from '@modelcontextprotocol/server'

const mimeType = 'application/json'

/** What a host can attach to a conversation by address: one record, and what agents disagree about now. */
export function addResources(server: McpServer, memory: Memory): void {
  server.registerResource(
    'record',
    new ResourceTemplate('commonplace://record/{id}', { list: undefined }),
    { title: 'A record', description: 'One record of the memory, by its id', mimeType },
    async (uri, { id }) => {
      const record = await read(uri, () => memory.get(decodeURIComponent(String(id))))
      if (!record) throw new ResourceNotFoundError(uri.href)
      return { contents: [{ uri: uri.href, mimeType, text: JSON.stringify(shownRecord(record)) }] }
    },
  )
  server.registerResource(
    'conflicts',
    'commonplace://conflicts',
    { title: 'Conflicts', description: 'Facts that agents disagree about now, with every side', mimeType },
    async uri => {
      const facts = await read(uri, () => memory.facts.conflicts())
      return { contents: [{ uri: uri.href, mimeType, text: JSON.stringify(facts.map(shownFact)) }] }
    },
  )
}

/** Reads for an address. What no record is called is not there; the host is told why, and what to do. */
async function read<T>(uri: URL, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    const isNoName = error instanceof URIError || (error as { code?: unknown }).code === 'invalid-input'
    if (isNoName) throw new ResourceNotFoundError(uri.href, `Resource not found: ${uri.href}: ${toErrorText(error)}`)
    throw new ProtocolError(ProtocolErrorCode.InternalError, toErrorText(error))
  }
}
