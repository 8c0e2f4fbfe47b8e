import { SeededRandom } from '@commonplace/protocol/testing'
import type { Command } from '../../command'
import { Attacker } from './attacker'
import { call } from './call'
import { doorForgeries } from './door-forgeries'
import { openStage, type Stage } from './stage'
import { updateForgeries } from './update-forgeries'

interface Forgery {
  readonly kind: string
  readonly answer: string
  play(attacker: Attacker, stage: Stage): Promise<string>
}

const updates = Object.entries(updateForgeries).map(
  ([kind, forgery]): Forgery => ({ kind, answer: forgery.answer, play: attacker => attacker.update(forgery) }),
)
const joins: readonly Forgery[] = [
  { kind: 'stolenId', answer: 'taken', play: attacker => attacker.stealId() },
  { kind: 'deniedRoom', answer: 'unknown-room', play: attacker => attacker.enter('agents/alice') },
  { kind: 'absentRoom', answer: 'unknown-room', play: attacker => attacker.enter('nothing') },
  { kind: 'otherTenant', answer: 'unknown-room', play: attacker => attacker.enter('team', 'other') },
  { kind: 'presence', answer: 'dropped', play: attacker => attacker.spoof() },
]
const doors = Object.entries(doorForgeries).map(
  ([kind, { answer, make }]): Forgery => ({
    kind,
    answer,
    play: async (_, stage) => call(stage.relay.url, await make(stage)),
  }),
)
const all = [...updates, ...joins, ...doors]

/** What costs a socket, or a quarter of a megabyte, comes that much less often. */
const pick = (random: SeededRandom): Forgery =>
  random.pick(random.chance(0.05) ? doors : random.chance(0.05) ? joins : random.chance(0.01) ? updates : light)
const light = updates.filter(({ kind }) => kind !== 'oversized' && kind !== 'manyDeletes')

const attackers = 16
/** Between two writes of the honest agent. */
const batch = 400

/** What everybody tries who wants to write in another's name, to be let in, or to undo what others wrote. */
export const forgeries: Command = {
  summary: 'forged, replayed, reordered, oversized, foreign, expired, confused, cross-site: each refused with its code',
  amount: { flag: 'count', usual: 10_000, most: 100_000_000 },
  async run({ count, seed }, say) {
    const random = new SeededRandom(seed)
    const stage = await openStage()
    const tally = new Map<string, number>()
    const numbers = { forgeries: 0, accepted: 0, wrongCodes: 0, disturbed: 0 }
    const startedAt = performance.now()
    const play = async ({ kind, answer, play }: Forgery, attacker: Attacker): Promise<void> => {
      const found = await play(attacker, stage)
      numbers.forgeries++
      const line = `${kind}: ${found}`
      tally.set(line, (tally.get(line) ?? 0) + 1)
      if (found === answer) return
      numbers[found === 'acked' || found === 'welcome' ? 'accepted' : 'wrongCodes']++
      say(`${kind}: answered ${found}, not ${answer}`)
    }
    try {
      for (let n = 0; n < 10; n++) await stage.write()
      while (numbers.forgeries < count) {
        const gang = await Promise.all(
          Array.from({ length: attackers }, () => Attacker.open(stage, new SeededRandom(random.below(2 ** 32)))),
        )
        // A gang lasts shorter than its tokens; the first begins with every kind once.
        const first = numbers.forgeries === 0 ? [...all] : []
        for (let rounds = 20; rounds > 0 && numbers.forgeries < count; rounds--) {
          let left = Math.min(batch, count - numbers.forgeries)
          await Promise.all(
            gang.map(async attacker => {
              while (left-- > 0) await play(first.pop() ?? pick(random), attacker)
            }),
          )
          await stage.write()
          const rate = Math.round((numbers.forgeries / (performance.now() - startedAt)) * 1000)
          if (rounds % 10 === 0 || numbers.forgeries >= count) {
            say(`${numbers.forgeries} of ${count} forgeries, ${rate} a second`)
          }
        }
        for (const attacker of gang) {
          numbers.accepted += attacker.spoofs
          attacker.close()
        }
      }
      const faults = await stage.faults()
      for (const fault of faults) say(fault)
      numbers.disturbed = faults.length
    } finally {
      await stage.close()
    }
    say(
      [...tally]
        .sort()
        .map(([line, times]) => `${line} ${times}`)
        .join(', '),
    )
    return { numbers, isClean: numbers.accepted + numbers.wrongCodes + numbers.disturbed === 0 }
  },
}
