import { writeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { openMemory } from '@commonplace/memory'
import { memoryStorage } from '@commonplace/storage/memory'

// An agent in a process of its own that calls a slow tool when it is told to, and says on stdout when it has asked, when the
// tool starts and what came of the call.
const [relay, id] = process.argv.slice(2) as [string, string]
const say = (line: string) => writeSync(1, `${line}\n`)
const memory = await openMemory({ agent: { id }, relay, storage: memoryStorage() })

let runs = 0
/** Ends tools that are stuck, by name. */
const frees = new Map<string, () => void>()
async function tool(name: string, isStuck: boolean): Promise<unknown> {
  say(`start ${name} ${++runs}`)
  if (isStuck) await new Promise<void>(resolve => frees.set(name, resolve))
  await new Promise(resolve => setTimeout(resolve, 150))
  return { name, by: id, runs }
}

/** Calls the tool so many times at once, and says which different results that gave. */
async function call(name: string, number: number, lease: string, isStuck: boolean): Promise<void> {
  const once = () => memory.work.once(['tool', { name, units: 'metric' }], () => tool(name, isStuck), { lease })
  const asked = Array.from({ length: number }, once)
  setImmediate(() => say(`asked ${name}`))
  const results = await Promise.all(asked)
  say(`result ${name} ${JSON.stringify([...new Set(results.map(each => JSON.stringify(each)))])}`)
}

async function sayRuns(name: string): Promise<void> {
  const result = await memory.work.result(['tool', { units: 'metric', name }])
  say(`runs ${name} ${result?.runs.length} ${JSON.stringify(result?.value)} ${result?.leased}`)
}

/** Says the word once this agent follows the relay. */
function sayOnline(word = 'online'): void {
  const stop = memory.sync.status.subscribe(({ connection, synced }) => {
    if (connection !== 'online' || !synced) return
    queueMicrotask(() => stop())
    say(word)
  })
}

createInterface({ input: process.stdin }).on('line', line => {
  const [verb, name = '', number = '1', lease = '60s'] = line.split(' ')
  if (verb === 'pause') memory.sync.pause()
  else if (verb === 'resume') {
    memory.sync.resume()
    sayOnline()
  } else if (verb === 'online') sayOnline(`online ${name}`)
  else if (verb === 'free') frees.get(name)?.()
  else if (verb === 'runs') void sayRuns(name)
  else void call(name, Number(number), lease, verb === 'stuck').catch(error => say(`error ${name} ${error.code}`))
})
sayOnline()
