import { writeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { openMemory } from '@commonplace/memory'

// One of the writers, in a process and on a disk of its own. It writes what it is told to on stdin, and says when the relay
// has acknowledged it.
const [relay, storage, id, count] = process.argv.slice(2) as [string, string, string, string]
const writes = Array.from({ length: Number(count) }, (_, n) => `${id} writes ${n}`)
const memory = await openMemory({ agent: { id }, relay, storage })

async function writeOwn(): Promise<void> {
  await Promise.all(writes.map(text => memory.add(text, { consistency: 'relay' })))
}

/** Reads, changes and writes one value under its lease: whoever has it sees what the last one wrote. */
async function writeShared(): Promise<void> {
  for (const text of writes) {
    const lease = await memory.work.claim('the list')
    const list = ((await memory.facts.get('list'))?.value ?? []) as string[]
    await memory.facts.assert('list', [...list, text], { consistency: 'relay' })
    await lease.release()
  }
}

createInterface({ input: process.stdin }).on('line', line => {
  void (line === 'own' ? writeOwn() : writeShared()).then(() => writeSync(1, `done ${line}\n`))
})
writeSync(1, 'ready\n')
