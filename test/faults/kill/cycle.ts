import { join } from 'node:path'
import type { RelayProcess } from '../../processes/relay-process.fixture'
import type { Workshop } from '../workshop'
import { type AgentProcess, startAgent } from './agent-process'
import type { Fault, Plan } from './plan'

const deadlineMs = 60_000

/** Who acknowledged what, outside of everything that is killed: content by id, written when an agent reports it. */
export type Ledger = Map<string, string>

/**
 * Lets writers write under the plan's faults, then kills them and the relay. Nobody is left when it resolves.
 *
 * @param stores the name of each writer's store; a plan may replace some
 */
export async function runCycle(
  workshop: Workshop,
  relay: RelayProcess,
  plan: Plan,
  options: { life: string; stores: string[]; ledger: Ledger },
): Promise<void> {
  const { life, stores, ledger } = options
  for (const n of plan.fresh) stores[n] = `agent-${n}-${life}`
  let acknowledged = 0
  const timers = new Set<NodeJS.Timeout>()
  const faults = [...plan.faults]
  const agents: AgentProcess[] = []

  await new Promise<void>((resolve, reject) => {
    timers.add(setTimeout(() => reject(new Error(`only ${acknowledged} acknowledgements in time`)), deadlineMs))
    const onAcknowledged = (): void => {
      acknowledged++
      for (; faults[0] && faults[0].after < acknowledged; faults.shift()) strike(faults[0])
      if (acknowledged >= plan.killAfter) resolve()
    }
    for (const [n, store] of stores.entries()) {
      const place = { url: relay.url, path: join(workshop.folder, store), name: `agent-${n}`, life }
      const agent = startAgent(workshop, place, ({ id, content }) => {
        ledger.set(id, content)
        onAcknowledged()
      })
      agent.gone.catch(reject)
      agents.push(agent)
    }
  }).finally(() => {
    for (const timer of timers) clearTimeout(timer)
  })

  const gone = plan.killOrder.map(who => {
    if (who === 'relay') return relay.kill()
    agents[who]!.signal('SIGKILL')
    return agents[who]!.gone
  })
  await Promise.all(gone)

  function strike({ victim, stopMs }: Fault): void {
    if (stopMs === null) {
      agents[victim as number]!.signal('SIGKILL')
      return
    }
    const target = victim === 'relay' ? relay : asFreezable(agents[victim]!)
    target.freeze()
    timers.add(setTimeout(() => target.wake(), stopMs))
  }
}

const asFreezable = (agent: AgentProcess) => ({
  freeze: () => agent.signal('SIGSTOP'),
  wake: () => agent.signal('SIGCONT'),
})
