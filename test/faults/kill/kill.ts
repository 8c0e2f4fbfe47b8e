import { join } from 'node:path'
import { SeededRandom } from '@commonplace/protocol/testing'
import type { Command } from '../../command'
import { startRelayProcess } from '../../processes/relay-process.fixture'
import { Workshop } from '../workshop'
import { type Ledger, runCycle } from './cycle'
import { planCycle } from './plan'
import { readRoom } from './read-room'

const writers = 3

/** Relay and agents killed and stopped under load; what was acknowledged must be there when the relay returns. */
export const kill: Command = {
  summary: 'relay and agents killed with -9 and stopped under load; a newcomer looks for all that was acknowledged',
  amount: { flag: 'cycles', usual: 50, most: 100_000 },
  run: ({ count, seed }, say) =>
    Workshop.use('kill', async workshop => {
      const random = new SeededRandom(seed)
      const ledger: Ledger = new Map()
      const lost = new Set<string>()
      const stores = Array.from({ length: writers }, (_, n) => `agent-${n}`)
      const data = join(workshop.folder, 'relay')
      let relay = await startRelayProcess({ data })
      try {
        for (let cycle = 1; cycle <= count; cycle++) {
          await runCycle(workshop, relay, planCycle(random, writers), { life: `life-${cycle}`, stores, ledger })
          relay = await startRelayProcess({ data, port: relay.port })
          const held = await readRoom(relay.url)
          for (const [id, content] of ledger) {
            if (held.get(id) === content || lost.has(id)) continue
            lost.add(id)
            say(`lost ${id}: ${held.has(id) ? 'other content' : 'not there'} (${content.slice(0, 40)})`)
          }
          say(`cycle ${cycle} of ${count}: ${ledger.size} acknowledged, ${held.size} held, ${lost.size} lost`)
        }
      } finally {
        await relay.kill()
      }
      return { numbers: { cycles: count, acknowledged: ledger.size, lost: lost.size }, isClean: lost.size === 0 }
    }),
}
