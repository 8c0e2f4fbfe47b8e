import { parseArgs } from 'node:util'
import { raceOfOurs } from './ours'
import { installOthers, type PeerName, peers, raceOf } from './peers'
import type { Kept, Race } from './race'

const usage = `Four processes write twenty times each, at once: how many of the writes that were acknowledged are left.

  pnpm demo lost-writes [--ours] [--json]

  --ours   without the other systems, which are installed beside the demo with npm when they are first needed
  --json   the last line is {"ours":{"written","kept"},"peers":{NAME:{"written","kept"}},"shared":…}
  --help   print this and exit

In "own items" every write is an item of its own, and every writer writes all of its at once. In "one item" all add to a list
that they share, each writer one after the other; where the writer itself reads and writes, under a lease of the list in ours, at least one
turn of the event loop lies between. Exit code 1 when ours has lost a write.
`

const size = { writers: 4, writes: 20 }

try {
  await run()
} catch (error) {
  const isMisuse = (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS')
  process.exitCode = isMisuse ? 2 : 1
  process.stderr.write(`demo lost-writes: ${error instanceof Error ? error.message : error}\n`)
}

async function run(): Promise<void> {
  const { values } = parseArgs({
    options: { ours: { type: 'boolean' }, json: { type: 'boolean' }, help: { type: 'boolean' } },
  })
  if (values.help) {
    process.stdout.write(usage)
    return
  }
  const say = (text: string) => process.stderr.write(`${text} …\n`)
  say('Commonplace')
  const ours = await raceOfOurs(size)
  const others = new Map<PeerName, Race>()
  if (!values.ours) {
    await installOthers()
    for (const name of Object.keys(peers) as PeerName[]) {
      say(name)
      others.set(name, await raceOf(name, size))
    }
  }
  for (const race of [ours, ...others.values()]) process.stdout.write(shown(race))
  process.exitCode = [ours.own, ours.shared].every(({ written, kept }) => kept === written) ? 0 : 1
  if (!values.json) return
  const of = (pick: (race: Race) => Kept) => ({
    ours: pick(ours),
    peers: Object.fromEntries([...others].map(([name, race]) => [name, pick(race)])),
  })
  process.stdout.write(`${JSON.stringify({ ...of(({ own }) => own), shared: of(({ shared }) => shared) })}\n`)
}

function shown({ system, own, shared, promises }: Race): string {
  const kept = ({ written, kept: count }: Kept) => `${String(count).padStart(3)} of ${written}`
  return `\n${system}\n  own items  ${kept(own)} acknowledged writes are kept\n  one item   ${kept(shared)}\n  promises   ${promises}\n`
}
