import { expect, test } from 'vitest'
import { readMarkdown } from './read-markdown'
import { readMcpMemory } from './read-mcp-memory'
import { readMem0 } from './read-mem0'

const texts = Array.from({ length: 20 }, (_, i) => `The depot of Lyon has ${i} vans`)

test.each([
  { name: 'mem0', read: readMem0, text: JSON.stringify(texts.map(memory => ({ memory }))) },
  {
    name: 'mcp-memory',
    read: readMcpMemory,
    text: texts
      .map(said => JSON.stringify({ type: 'entity', name: 'depot', entityType: 'place', observations: [said] }))
      .join('\n'),
  },
  { name: 'markdown', read: readMarkdown, text: texts.map(said => `- ${said}`).join('\n') },
])('an import of $name is read with pauses in between, since it may be long', async ({ read, text }) => {
  let pauses = 0
  const { memories } = await read(text, async () => void pauses++)
  expect(memories.map(({ content }) => content)).toHaveLength(20)
  expect(pauses).toBeGreaterThanOrEqual(20)
})
