import type { Memory } from '@commonplace/memory'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { held, holds, RelayAndAgents, synced } from './relay-and-agents.fixture'

let world: RelayAndAgents
beforeEach(async () => {
  world = await RelayAndAgents.start()
})
afterEach(() => world.close())

/** What was written in one round, and what the relay said is on its disk. */
class Round {
  readonly written = new Map<string, string>()
  readonly acknowledged = new Set<string>()
  private isDown = false

  /** Both write without a pause; the relay is killed at the given acknowledgement, and they write a little more. */
  async run(writers: readonly Memory[], name: string, killAt: number): Promise<void> {
    let kill: Promise<void> | undefined
    const onAcknowledged = () => {
      if (this.acknowledged.size < killAt || kill) return
      this.isDown = true
      kill = world.relay.kill()
    }
    await Promise.all(writers.map(memory => this.write(memory, name, onAcknowledged)))
    await kill
  }

  private async write(memory: Memory, name: string, onAcknowledged: () => void): Promise<void> {
    for (let number = 0, after = 0; after < 10; number++, after += this.isDown ? 1 : 0) {
      const content = `${memory.identity.agent} ${name} ${number}`
      const record = await memory.add(content)
      this.written.set(record.id, content)
      record.durable('relay').then(
        () => {
          this.acknowledged.add(record.id)
          onAcknowledged()
        },
        // It was not acknowledged, which is all this counts; that it arrives in the end is asserted below.
        () => {},
      )
    }
  }
}

test('a relay killed while agents write has everything it acknowledged when it returns; the rest follows, replicas are equal', async () => {
  const [ada, ben] = [await world.enter('ada'), await world.enter('ben')]
  const written = new Map<string, string>()
  for (const killAt of [1, 40, 150]) {
    const round = new Round()
    await round.run([ada, ben], `killed at ${killAt}`, killAt)
    for (const memory of [ada, ben]) memory.sync.pause()
    expect(round.acknowledged.size).toBeGreaterThanOrEqual(killAt)
    expect(round.written.size).toBeGreaterThan(round.acknowledged.size)

    await world.restart()
    const newcomer = await world.enter(`newcomer ${killAt}`)
    await synced(newcomer)
    const known = await held(newcomer)
    for (const id of round.acknowledged)
      expect(known.get(id), `acknowledged before the kill at ${killAt}`).toBe(round.written.get(id))

    for (const [id, content] of round.written) written.set(id, content)
    for (const memory of [ada, ben]) memory.sync.resume()
    await Promise.all([ada, ben].map(memory => memory.sync.flush('relay')))
    await Promise.all([ada, ben, newcomer].map(memory => holds(memory, written.size)))
    for (const memory of [ada, ben, newcomer]) expect(await held(memory)).toEqual(written)
  }
})
