import { fanout } from './fanout'
import { idle } from './idle'
import { reconnect } from './reconnect'
import { spread, spreadMultiplexed } from './spread'
import { stale } from './stale'
import { storm } from './storm'
import type { Workload } from './workload'

export type WorkloadName = 'fanout' | 'spread' | 'spreadMultiplexed' | 'storm' | 'idle' | 'reconnect' | 'stale'

/** Every workload by its name, in the order they run. */
export const workloads: Record<WorkloadName, Workload> = {
  fanout,
  spread,
  spreadMultiplexed,
  storm,
  idle,
  reconnect,
  stale,
}

/** What each is, for people. */
export const titles: Record<WorkloadName, string> = {
  fanout: 'W1 one room, 1 writer to 50 readers',
  spread: 'W2 100 rooms x 5 clients x 10/s, a socket for each',
  spreadMultiplexed: 'W2 the same, 5 sockets for all rooms',
  storm: 'W3 50 clients join a filled room at once',
  idle: 'W4 2,000 silent connections over 500 rooms',
  reconnect: 'W5 50 clients return with 1,000 offline edits each',
  stale: 'A large room: memory, and a reader that lacks the last 100 records',
}

export const isWorkloadName = (name: string): name is WorkloadName => Object.hasOwn(workloads, name)
