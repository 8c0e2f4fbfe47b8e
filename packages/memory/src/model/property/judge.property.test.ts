import { expect, test } from 'vitest'
import { dotToString } from '../dot'
import { judge } from '../judge'
import type { JudgeContext } from '../judge-context'
import type { Version } from '../version'
import { context as plain, randomHistory } from './history.fixture'
import { judgeNaively } from './judge-oracle.fixture'
import { dotsOf } from './oracle.fixture'
import { ignoredIn, picture } from './picture.fixture'
import { Random, seedsOf } from './random.fixture'

const seeds = seedsOf(1, 2500, process.env.SEEDS)

test('the judge finds what the definitions say, in any order of entries, whoever misbehaves', () => {
  const met = new Set<string>()
  for (const seed of seeds) {
    const random = new Random(seed)
    const { key, entries } = randomHistory(random)
    const share = random.pick([0, 0, 0.4])
    const back = new Set(random.some(entries, share).map(({ dot }) => dotToString(dot)))
    const context: JudgeContext = {
      ...plain,
      holds: (v: Version) => (back.has(dotToString(v.entry.dot)) ? 'closed' : undefined),
    }
    const verdict = judge(key, entries, context)
    const naive = judgeNaively(key, entries, context)
    const where = `seed ${seed}`
    expect(dotsOf(verdict.heads.map(({ entry }) => entry)), `${where}: heads`).toBe(dotsOf(naive.heads))
    expect(ignoredIn(verdict).sort(), `${where}: ignored`).toEqual(naive.ignored)
    expect(verdict.state, `${where}: state`).toBe(naive.state)
    expect(picture(judge(key, random.shuffle(entries), context)), `${where}: order`).toEqual(picture(verdict))
    expect(dotsOf(verdict.held.map(({ version }) => version.entry)), `${where}: held`).toBe(dotsOf(naive.held))
    const history = verdict.history().map(({ entry }) => entry)
    expect(dotsOf(history), `${where}: history`).toBe(dotsOf(naive.replaced))
    for (const [i, entry] of history.entries()) {
      const later = history.slice(i + 1).find(other => naive.ancestors.get(entry)!.has(other))
      expect(later, `${where}: ${dotToString(entry.dot)} stands before its ancestor`).toBeUndefined()
    }
    for (const { reason } of verdict.ignored()) met.add(reason)
    met.add(verdict.state)
  }
  if (seeds.length < 1000) return
  const all = [
    'absent',
    'conflict',
    'damaged',
    'expired',
    'held',
    'loop',
    'not-permitted',
    'retracted',
    'settled',
    'unreadable',
  ]
  expect([...met].sort()).toEqual([...all, 'wrong-type'])
}, 300_000)
