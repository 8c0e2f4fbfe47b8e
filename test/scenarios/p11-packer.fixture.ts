import { writeSync } from 'node:fs'
import { openMemory } from '@commonplace/memory'

// An agent in a process of its own that packs an order item by item, and gets stuck with the third in its hands. A line
// on stdout says how far it is; the test kills it.
const [relay, storage, run] = process.argv.slice(2) as [string, string, string]
const items = ['lamp', 'chair', 'rug', 'vase']
const say = (line: string) => writeSync(1, `${line}\n`)

const memory = await openMemory({ agent: { id: 'packer', user: 'ada', app: 'shop' }, relay, storage })
const resumed = await memory.runs.resume(run)
const packed = [...((resumed.state as { packed: string[] } | undefined)?.packed ?? [])]
for (const item of items.slice(packed.length)) {
  await memory.runs.log(run, { role: 'tool', name: 'shelf', content: `picked the ${item}` }, { consistency: 'relay' })
  if (item === 'rug') {
    say('stuck')
    await new Promise(() => setInterval(() => {}, 1000))
  }
  packed.push(item)
  const { version } = await memory.runs.checkpoint(run, { packed }, { consistency: 'relay' })
  say(`saved ${version}`)
}
