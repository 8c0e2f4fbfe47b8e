import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { installPeers } from '../../../scripts/install-peers'
import type { Kept, Race, Size } from './race'

const folder = fileURLToPath(new URL('./peers', import.meta.url))
const limitMs = 120_000

/** The other systems: the script that runs the race in each, beside what it imports. */
export const peers = {
  'mcp-memory': {
    system: ({ writers }: Size) => `MCP memory server, ${writers} processes and one file`,
    promises: 'none: each call reads the file and writes it again, without a lock',
  },
  langgraph: {
    system: ({ writers }: Size) => `LangGraph InMemoryStore, ${writers} agents in one process`,
    promises: 'the last write of a key wins; the store of one process',
  },
} as const

export type PeerName = keyof typeof peers

/** Installs the others in a folder of their own, unless they are there. */
export const installOthers = () => installPeers(folder)

/** Runs the race in another system, in a process of its own. */
export async function raceOf(name: PeerName, size: Size): Promise<Race> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [`${folder}/${name}.mjs`, String(size.writers), String(size.writes)],
    { timeout: limitMs },
  )
  const { own, shared } = JSON.parse(stdout) as { own: Kept; shared: Kept }
  return { system: peers[name].system(size), own, shared, promises: peers[name].promises }
}
