import { writeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { openMemory } from '@commonplace/memory'

// An agent that acts for Ada and writes about her, in a process and on a disk of its own. Each line on stdin is an order.
const [relay, storage, id] = process.argv.slice(2) as [string, string, string]
const memory = await openMemory({ agent: { id, user: 'ada', app: 'shop' }, relay, storage, curators: ['privacy'] })
const record = await memory.add(`${id}: Ada lives in CANARY street`, { consistency: 'relay' })
await memory.update(record.id, { content: `${id}: Ada has moved to CANARY square`, consistency: 'relay' })
await memory.facts.assert(`user/ada/${id}`, 'CANARY 7', { consistency: 'relay' })
await memory.runs.checkpoint(`visit-${id}`, { note: 'CANARY rang' }, { consistency: 'relay' })
writeSync(1, 'ready\n')
for await (const order of createInterface({ input: process.stdin })) {
  if (order === 'leave and edit') {
    memory.sync.pause()
    await memory.update(record.id, { content: `${id}: Ada now lives at CANARY gate` })
    await memory.facts.assert(`user/ada/${id}`, 'CANARY 8')
  }
  if (order === 'come back') memory.sync.resume()
  writeSync(1, `done ${order}\n`)
}
