import { writeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { openMemory } from '@commonplace/memory'

// The billing agent in a process of its own. It keeps its cases in a space that only it opens, and its doubts in a
// private one; the team's space gets its card and its sketch. Each line on stdin is an order, answered on stdout.
const [relay, storage] = process.argv.slice(2) as [string, string]
const memory = await openMemory({
  agent: { id: 'billing', name: 'Billing', app: 'shop' },
  relay,
  storage,
  spaces: { team: 'shared', billing: 'shared', notes: 'private' },
})
for (const order of [4711, 4712, 4713]) {
  await memory.add(`Refund of invoice ${order} approved, canary-${order}-zebra`, { space: 'billing' })
  await memory.add(`The supplier looks insolvent, canary-${order}-walrus`, { space: 'notes' })
}
const capabilities = [{ id: 'refund', description: 'Pays money back', tags: ['billing'] }]
const orders = createInterface({ input: process.stdin })
writeSync(1, 'ready\n')
for await (const order of orders) {
  if (order === 'register') await memory.team.register({ capabilities })
  if (order === 'register with notes') await memory.team.register({ capabilities, knows: { private: ['notes'] } })
  await memory.sync.flush('relay')
  writeSync(1, `done ${order}\n`)
}
