import type { Memory } from '@commonplace/memory'
import { shownFact, shownRecord } from '@commonplace/tools'
import { type McpServer, ResourceNotFoundError, ResourceTemplate } from '@modelcontextprotocol/server'

const mimeType = 'application/json'

/** What a host can attach to a conversation by address: one record, and what agents disagree about now. */
export function addResources(server: McpServer, memory: Memory): void {
  server.registerResource(
    'record',
    new ResourceTemplate('commonplace://record/{id}', { list: undefined }),
    { title: 'A record', description: 'One record of the memory, by its id', mimeType },
    async (uri, { id }) => {
      const record = await memory.get(decodeURIComponent(String(id)))
      if (!record) throw new ResourceNotFoundError(uri.href)
      return { contents: [{ uri: uri.href, mimeType, text: JSON.stringify(shownRecord(record)) }] }
    },
  )
  server.registerResource(
    'conflicts',
    'commonplace://conflicts',
    { title: 'Conflicts', description: 'Facts that agents disagree about now, with every side', mimeType },
    async uri => {
      const facts = await memory.facts.conflicts()
      return { contents: [{ uri: uri.href, mimeType, text: JSON.stringify(facts.map(shownFact)) }] }
    },
  )
}
