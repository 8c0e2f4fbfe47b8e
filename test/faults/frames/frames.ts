import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { SeededRandom } from '@commonplace/protocol/testing'
import type { Command } from '../../command'
import { startRelayProcess } from '../../processes/relay-process.fixture'
import { Workshop } from '../workshop'
import { goodWriters, playRound } from './play-round'
import { defaultRoom, type Round, randomClient } from './round'

const roundFrames = 20_000
const rooms = 8
const goneMs = 2000

/** Hostile frames, updates and bytes at a relay that serves others meanwhile. */
export const frames: Command = {
  summary: 'wrong frames, updates and bytes; the relay must live, say no, and serve well-behaved others meanwhile',
  amount: { flag: 'count', usual: 100_000, most: 1_000_000_000 },
  run: ({ count, seed }, say) =>
    Workshop.use('frames', async workshop => {
      const random = new SeededRandom(seed)
      const kinds = new Map<string, number>()
      const numbers = { frames: 0, exits: 0, falseAcks: 0, disturbed: 0 }
      let broken = 0
      let acked = 0
      const onLog = (line: string) => {
        if (!line.includes('a message broke its connection')) return
        broken++
        say(`the relay did not expect this: ${line}`)
      }
      const relay = await startRelayProcess({ data: join(workshop.folder, 'relay'), onLog })
      const startedAt = performance.now()
      try {
        for (let n = 1; numbers.frames < count && numbers.exits === 0; n++) {
          const end = Math.min(count, numbers.frames + roundFrames)
          const round: Round = {
            url: relay.url,
            rooms: Array.from({ length: rooms }, (_, room) => defaultRoom(`round-${n}-room-${room}`)),
            victims: Array.from({ length: goodWriters }, () => randomClient(random)),
            acked: [],
            known: new Map(),
            count(kind) {
              numbers.frames++
              kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
            },
            disturb(what) {
              numbers.disturbed++
              say(`disturbed: ${what}`)
            },
          }
          const isOver = () => numbers.frames >= end || !relay.isRunning
          const falseAcks = await playRound(round, `round-${n}`, random, isOver).catch(async (error: Error) => {
            // A relay that is gone explains everything else; its sockets may be heard of before it.
            await Promise.race([relay.gone, setTimeout(goneMs, null, { ref: false })])
            if (relay.isRunning) throw error
            return []
          })
          if (!relay.isRunning) numbers.exits++
          numbers.falseAcks += falseAcks.length
          acked += round.acked.length
          for (const fault of falseAcks) say(`false acknowledgement: ${fault}`)
          const rate = Math.round((numbers.frames / (performance.now() - startedAt)) * 1000)
          say(`round ${n}: ${numbers.frames} of ${count} frames, ${rate} a second, ${acked} acknowledged`)
        }
      } finally {
        await relay.kill()
      }
      say([...kinds].map(([kind, times]) => `${kind} ${times}`).join(', '))
      const { exits, falseAcks, disturbed } = numbers
      return { numbers, isClean: exits + falseAcks + disturbed + broken === 0 }
    }),
}
