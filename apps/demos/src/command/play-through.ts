import { startRelay } from '@commonplace/relay'
import { memoryStorage } from '@commonplace/storage/memory'
import { openRun } from '../run/open-run'
import type { Scene } from '../run/run'
import { policyRulesOf } from '../worlds/policy-of'
import type { World } from '../worlds/world'

/** What a whole run came to. */
export interface Outcome {
  readonly scene: Scene
  /** ms from a write to the last agent that may read it, median of all. */
  readonly spreadMs: number
}

/**
 * Plays a world to its end: a relay that listens on a free port of this machine, its agents' memories over real sockets.
 *
 * @param onStep told after each step
 */
export async function playThrough(world: World, onStep: (scene: Scene) => void = () => {}): Promise<Outcome> {
  const policy = { version: 1 as const, rules: policyRulesOf(world) }
  const relay = await startRelay({ data: memoryStorage(), insecure: true, policy })
  try {
    const run = await openRun(world, { relay: relay.url, name: 'demo' })
    try {
      let scene = await run.scene()
      while (run.next) {
        scene = await run.step()
        onStep(scene)
      }
      return { scene, spreadMs: spreadMs(scene) }
    } finally {
      await run.close()
    }
  } finally {
    await relay.close()
  }
}

function spreadMs({ acts }: Scene): number {
  const times = acts.flatMap(({ arrivals }) =>
    Object.keys(arrivals).length > 0 ? [Math.max(...Object.values(arrivals))] : [],
  )
  times.sort((a, b) => a - b)
  return times[times.length >> 1] ?? 0
}
