import { dispatch } from '../../scripts/dispatch'

const script = (path: string, summary: string) => ({ summary, file: new URL(path, import.meta.url) })

await dispatch('bench', 'Measures.', {
  relay: script('./relay/main.ts', 'the relay against its peers and against bare sockets'),
  recall: script('./recall/main.ts', 'evidence recall of memory search beside its peers; recall fit finds weights'),
  search: script('./search/main.ts', 'the search index against its peers: questions, changes, memory, snapshots'),
  open: script(
    './open/main.ts',
    'opening a memory of many records: from disk to the first answer, and how long the loop waits',
  ),
  browser: script(
    './browser/main.ts',
    'the library in a browser: size, durable writes beside y-indexeddb, opening, typing',
  ),
  tabs: script(
    './tabs/main.ts',
    'tabs of one agent in a browser: memory and processor time, with an index for each and one for all',
  ),
  noise: script('./noise/main.ts', 'recall against store size with junk, write gate on and off; what a write costs'),
  revocation: script('./revocation/main.ts', 'from a revocation to silence on an open connection'),
  access: script('./access/main.ts', 'the relay with tokens and a policy log against the relay without'),
  poisoning: script('./poisoning/main.ts', 'attacks on what a team remembers, with its defences and without'),
  topology: script('./topology/main.ts', 'what each topology and each consistency costs, in time and in bytes'),
})
