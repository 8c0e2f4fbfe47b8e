// One agent, no relay, no account, no model: remember, find, and hand a model no more than it needs.
import { openMemory } from '@commonplace/memory'
import { memoryStorage } from '@commonplace/storage/memory'

// `storage` is left out in a program of yours: LMDB under ./.commonplace in Node, IndexedDB in a browser.
const memory = await openMemory({ agent: { id: 'support', user: 'ada', app: 'shop' }, storage: memoryStorage() })

await memory.add('Ada prefers e-mail to phone calls', { tags: ['contact'] })
await memory.add('Order 42 left the warehouse in Ghent on Friday')
await memory.add('The returns desk is closed over Easter')

const [hit] = await memory.search('how should we contact Ada?')
console.log('found:  ', hit?.record.content)
console.log('because:', hit?.why.words.join(', '))

const packet = await memory.context({ query: 'where is order 42?', budget: 120 })
console.log(`\n${packet.tokens} tokens for a prompt:\n${packet.text}`)

await memory.close()
