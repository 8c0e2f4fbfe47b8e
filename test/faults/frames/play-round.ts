import type { Socket } from 'node:net'
import { SeededRandom } from '@commonplace/protocol/testing'
import { checkContent, faultOf } from './check-round'
import { GoodWriter } from './good-writer'
import { hostileBytes, slowLoris } from './hostile-bytes'
import { HostileNative } from './hostile-native'
import { hostileStock } from './hostile-stock'
import { Reader } from './reader'
import { defaultRoom, type Round } from './round'
import { StockPair } from './stock-pair'

const writers = 3
const attackers = 6

/**
 * Well-behaved connections and hostile ones share rooms until enough was sent; then newcomers look.
 *
 * @param isOver whether enough hostile messages were sent
 * @returns what was wrong with acknowledgements
 */
export async function playRound(
  round: Round,
  name: string,
  random: SeededRandom,
  isOver: () => boolean,
): Promise<string[]> {
  const watcher = await Reader.open(round, 'watcher', round.rooms)
  const good = await Promise.all(round.victims.map((client, n) => GoodWriter.open(round, client, `good-${n}`)))
  const pair = new StockPair(round, `${name}-pair`)
  const slow: Socket[] = []
  try {
    let isQuiet = false
    // One keeps silent until the end, so that its next clock is known to whoever would take it.
    const [silent, ...others] = good
    const writing = others.map(writer => writer.write(() => isQuiet))
    const attacks = Array.from({ length: attackers }, async () => {
      while (!isOver()) {
        pair.type('.')
        const attacker = new SeededRandom(random.below(2 ** 32))
        const draw = attacker.next()
        if (draw < 0.8) await HostileNative.run(round, attacker)
        else if (draw < 0.95) await hostileStock(round, attacker, `${name}-stock`)
        else if (draw < 0.99) await hostileBytes(round, attacker)
        else if (slow.length < attackers) slow.push(await slowLoris(round, attacker))
      }
    })
    await Promise.all(attacks)
    isQuiet = true
    await Promise.all([...writing, silent?.write(() => true), pair.agree()])
    return await look(round, name, good, watcher)
  } finally {
    pair.close()
    for (const socket of slow) socket.destroy()
    for (const connection of [...good, watcher]) connection.close()
  }
}

async function look(round: Round, name: string, good: readonly GoodWriter[], watcher: Reader): Promise<string[]> {
  const newcomer = await Reader.open(round, 'newcomer', [...round.rooms, defaultRoom(`${name}-stock`)])
  try {
    await watcher.settle()
    checkContent(round, good, newcomer, watcher)
    return round.acked.flatMap(forgery => {
      const fault = faultOf(forgery, room => newcomer.doc(room))
      return fault === null ? [] : [`${forgery.kind} in "${forgery.room.space}": ${fault}`]
    })
  } finally {
    newcomer.close()
  }
}

/** How many well-behaved writers a round has. */
export const goodWriters = writers
