import type { SeededRandom } from '@commonplace/protocol/testing'
import { WebSocket } from '../../../packages/relay/src/server/raw-client.fixture'
import { encodeAwareness, encodeStep1, encodeStockUpdate } from '../../../packages/relay/src/server/stock-messages'
import { flip, forge, lie, ownEntry, splice } from './forge-update'
import { type Round, randomClient } from './round'
import { inTime } from './socket'

const messages = 12

/** A connection that speaks y-websocket's messages, most of them wrong, to rooms of both kinds. */
export async function hostileStock(round: Round, random: SeededRandom, stockSpace: string): Promise<void> {
  const space = random.chance(0.5) ? stockSpace : random.pick(round.rooms).space
  const ws = new WebSocket(`${round.url}/${space}`, { perMessageDeflate: false })
  const closed = new Promise<void>(resolve => ws.once('close', () => resolve()))
  ws.on('error', () => {})
  ws.on('message', () => {})
  await inTime(Promise.race([new Promise(resolve => ws.once('open', resolve)), closed]), 'a stock connection')
  const client = randomClient(random)
  for (let n = 0; n < messages && ws.readyState === WebSocket.OPEN; n++) {
    round.count('stock')
    ws.send(stockMessage(random, client, n, round.victims), () => {})
  }
  // A pong comes after everything before it was read.
  const answered = new Promise(resolve => ws.once('pong', resolve))
  if (ws.readyState === WebSocket.OPEN) ws.ping(undefined, undefined, () => {})
  await inTime(Promise.race([answered, closed]), 'a stock connection to be answered')
  ws.terminate()
  await closed
}

function stockMessage(random: SeededRandom, client: number, clock: number, victims: readonly number[]): Uint8Array {
  const forger = { random, client, clock, victims, earlier: undefined }
  const honest = random.pick([
    () => encodeStep1(new Map([[client, random.below(100)]])),
    () => encodeStockUpdate(random.chance(0.5) ? ownEntry(forger) : forge(forger).bytes),
    () =>
      encodeAwareness([{ client: random.pick(victims), clock: random.below(2 ** 32), state: '{"name":"mallory"}' }]),
  ])
  if (random.chance(0.8)) return honest()
  return random.pick([
    () => flip(honest(), random),
    () => lie(honest(), random),
    () => splice(honest(), honest(), random),
    () => Uint8Array.from({ length: random.below(100) }, () => random.below(256)),
  ])()
}
