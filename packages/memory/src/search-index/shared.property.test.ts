import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createRecall, type Indexed } from '../recall'
import { loadLanguage } from '../recall/languages'
import { IndexGroups } from './index-groups'
import { LocalIndex } from './local-index'
import { toPort } from './port'
import { RemoteIndex } from './remote-index'
import type { SearchIndex } from './search-index'
import { serveIndex } from './serve-index'

const words = 'harbour violin orange ladder copper meadow winter saddle'.split(' ')
const kinds = new Map([['episodic', { weight: 0.2, halfLifeMs: 1_000_000 }]])
const timers = {
  set: (ms: number, callback: () => void) => setTimeout(callback, ms),
  clear: (handle: unknown) => clearTimeout(handle as NodeJS.Timeout),
}
const language = await loadLanguage('german')
const yieldToLoop = () => new Promise<void>(resolve => setImmediate(resolve))

const wordTable = (like: string) => ({
  id: 'seasons',
  neighboursOf: (word: string) => (word === 'summer' ? [{ word: like, likeness: 0.8 }] : []),
})

function record(at: number, word: number): Indexed {
  const space = at % 3 ? 'team' : 'notes'
  return {
    id: `${space}\u0000${at}`,
    text: `${words[word % 8]} ${words[(word * 5 + at) % 8]} ${at}`,
    space,
    kind: at % 2 ? 'episodic' : 'semantic',
    author: at % 4 ? 'Ada' : 'Ben',
    tags: at % 5 ? [] : ['boats'],
    time: 1_760_000_000_000 + at,
    run: at % 3 ? undefined : `run ${at % 2}`,
  }
}

/** A memory with an index behind a port, and one of its own in this thread that is done the same to. */
class Tab {
  readonly own: LocalIndex
  readonly index: RemoteIndex
  readonly said = new Map<string, number>()
  readonly held = new Map<string, Indexed>()
  readonly like: string

  constructor(groups: IndexGroups, at: number, shared: string) {
    this.like = words[at % 8]!
    const { port1, port2 } = new MessageChannel()
    serveIndex(toPort(port2 as never), { pause: everyThird(), yieldToLoop, groups })
    const setup = { language: 'german', kinds, shared }
    const told = { onPassage: () => {}, onLost: () => {} }
    this.index = new RemoteIndex({
      ...told,
      port: toPort(port1 as never),
      setup,
      wordTable: wordTable(this.like),
      timers,
    })
    const saidAgain = (id: string) => this.said.get(id)
    const asHere = { language, kinds, wordTable: wordTable(this.like), saidAgain }
    this.own = new LocalIndex(createRecall(asHere), () => undefined)
  }

  put(each: Indexed): void {
    this.held.set(each.id, each)
    for (const index of [this.own, this.index]) index.put(each)
  }

  remove(id: string): void {
    this.held.delete(id)
    for (const index of [this.own, this.index]) index.remove(id)
  }

  say(id: string, at: number): void {
    this.said.set(id, at)
    this.index.saidAgain(id, at)
  }

  /** What it holds of a space, as it is kept on a disk. */
  async keep(space: string): Promise<Kept | undefined> {
    const records = [...this.held.values()].filter(each => each.space === space)
    const bytes = await this.index.save(space, { noted: [], turns: [], times: new Float64Array(0) })
    // Nothing is kept of a space without records.
    return bytes && records.length > 0 ? { space, bytes, records } : undefined
  }

  /** Closes a space. */
  drop(space: string): void {
    for (const each of this.held.values()) if (each.space === space) this.remove(each.id)
  }

  /** Takes what was kept of a space that it holds nothing of. */
  async restore({ space, bytes, records }: Kept): Promise<void> {
    if ((await this.index.restore(space, bytes.slice())) === undefined) return
    for (const each of records) {
      this.held.set(each.id, each)
      this.own.put(each)
    }
  }
}

interface Kept {
  readonly space: string
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly records: readonly Indexed[]
}

/** Every third time there is a turn between. */
function everyThird(): () => Promise<void> | undefined {
  let asked = 0
  return () => (++asked % 3 === 0 ? yieldToLoop() : undefined)
}

async function answers(index: SearchIndex): Promise<unknown> {
  const questions = [...words, 'what did Ada say about copper?', 'boats in summer']
  return Promise.all(
    questions.map((text, at) =>
      index.search({
        text,
        limit: 40,
        now: 1_760_000_100_000,
        filter: at % 3 === 0 ? { kind: ['episodic'] } : undefined,
      }),
    ),
  )
}

const step = fc.record({
  what: fc.constantFrom(
    'put',
    'put',
    'put',
    'tell',
    'tell',
    'remove',
    'said',
    'ask',
    'ask',
    'type',
    'type',
    'keep',
    'restore',
    'restore',
    'reload',
    'rest',
  ),
  tab: fc.nat(3),
  at: fc.nat(24),
  word: fc.nat(7),
})

type Step = typeof step extends fc.Arbitrary<infer One> ? One : never

async function play(steps: readonly Step[], mostMoved: number) {
  const groups = new IndexGroups({ pause: yieldToLoop, mostMoved })
  const tabs = [0, 1, 2, 3].map(at => new Tab(groups, at, 'ada'))
  const stranger = new Tab(groups, 0, 'ben')
  stranger.put(record(30, 3))
  const kept: Kept[] = []
  for (let at = 0; at < 12; at++) for (const tab of tabs) tab.put(record(at, at))
  const reload = (number: number) => {
    tabs[number]!.index.close()
    tabs[number] = new Tab(groups, number, 'ada')
  }
  for (const { what, tab: number, at, word } of steps) {
    const tab = tabs[number]!
    const each = record(at, word)
    if (what === 'put') tab.put(each)
    // As tabs do: all of them hold what one of them wrote.
    else if (what === 'tell') for (const one of tabs) one.put(each)
    else if (what === 'remove') tab.remove(each.id)
    else if (what === 'said') tab.say(each.id, 1_760_000_050_000 + word)
    else if (what === 'ask') expect(await answers(tab.index)).toEqual(await answers(tab.own))
    else if (what === 'type') {
      // Nobody waits for it: what comes next comes while it is being answered.
      void tab.index.search({ text: words[word]! }).catch(() => {})
      for (let turns = word % 3; turns > 0; turns--) await yieldToLoop()
      tab.put(each)
    } else if (what === 'keep') {
      const one = await tab.keep(each.space)
      if (one) kept.push(one)
    } else if (what === 'restore' && kept.length > 0) {
      const last = kept.at(-1)!
      // Sometimes the others do not hold the space either.
      for (const one of word % 2 ? tabs : [tab]) one.drop(last.space)
      const done = tab.restore(last)
      await yieldToLoop()
      // Another one comes meanwhile.
      reload((number + 1) % 4)
      tabs[(number + 1) % 4]!.put(each)
      await done
    } else if (what === 'reload') reload(number)
    else await tab.index.settled()
    for (let turns = at % 4; turns > 0; turns--) await yieldToLoop()
  }
  const all = [...tabs, stranger]
  const asked = await Promise.all(all.map(({ index }) => answers(index)))
  for (const [at, { own }] of all.entries()) expect(asked[at]).toEqual(await answers(own))
  return { groups, tabs, all }
}

/** Records that score alike then lie in slots of another order. */
const putLate: Step[] = [
  { what: 'put', tab: 0, at: 12, word: 0 },
  { what: 'put', tab: 0, at: 18, word: 0 },
  { what: 'put', tab: 1, at: 3, word: 0 },
  { what: 'put', tab: 0, at: 0, word: 0 },
]

test('tabs that share an index are each answered as by an index of their own, whatever each of them holds', async () => {
  const most = fc.constantFrom(0, 2, 256)
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 60 }), most, async (steps, mostMoved) => {
      const { all } = await play(steps, mostMoved)
      for (const { index } of all) index.close()
    }),
    { numRuns: 60, examples: [[putLate, 0]] },
  )
}, 60_000)

test('tabs that hold the same have one index, also those that did not for a while', async () => {
  const most = fc.constantFrom(0, 2, 256)
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 40 }), most, async (steps, mostMoved) => {
      const { groups, tabs, all } = await play(steps, mostMoved)
      for (let at = 0; at <= 24; at++) for (const tab of tabs) tab.put(record(at, 1))
      const sizeAfterAsking = async () => {
        for (const { index } of tabs) await answers(index)
        return groups.size
      }
      // One for them, one for the stranger.
      await expect.poll(sizeAfterAsking, { timeout: 10_000 }).toBe(2)
      for (const { index } of all) index.close()
      await expect.poll(() => groups.size).toBe(0)
    }),
    { numRuns: 20 },
  )
}, 60_000)
