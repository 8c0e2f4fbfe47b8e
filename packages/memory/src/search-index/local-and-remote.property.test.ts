import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createRecall, type Indexed } from '../recall'
import { loadLanguage } from '../recall/languages'
import { HostedIndex, type StartRemote } from './hosted-index'
import { IndexGroups } from './index-groups'
import { LocalIndex } from './local-index'
import { toPort } from './port'
import { RemoteIndex } from './remote-index'
import type { SearchIndex } from './search-index'
import { serveIndex } from './serve-index'

const words = 'harbour violin orange ladder copper meadow winter saddle'.split(' ')
const kinds = new Map([['episodic', { weight: 0.2, halfLifeMs: 1_000_000 }]])
const dimensions = 3
const timers = {
  set: (ms: number, callback: () => void) => setTimeout(callback, ms),
  clear: (handle: unknown) => clearTimeout(handle as NodeJS.Timeout),
}
const language = await loadLanguage('german')
const noPause = () => undefined
const yieldToLoop = () => new Promise<void>(resolve => setImmediate(resolve))

const wordTable = {
  id: 'seasons',
  neighboursOf: (word: string) => (word === 'summer' ? [{ word: 'winter', likeness: 0.8 }] : []),
}

const record = (at: number, word: number, run: number): Indexed => ({
  id: `team\u0000${at}`,
  text: `${words[word % 8]} ${words[(word * 5 + at) % 8]} ${at}${at % 3 === 0 ? ' shall we go?' : ''}`,
  space: 'team',
  kind: at % 2 ? 'episodic' : 'semantic',
  author: at % 4 ? 'Ada' : 'Ben',
  tags: at % 5 ? [] : ['boats'],
  time: 1_760_000_000_000 + at,
  run: run === 0 ? undefined : `run ${run}`,
  ...(at % 4 === 0 && { placeTime: 1_760_000_000_000 - at, placeSequence: at % 3 }),
  user: at % 3 ? 'ada' : undefined,
  expires: at % 7 ? undefined : 1_770_000_000_000,
  pinned: at % 6 === 0,
})

const step = fc.record({
  what: fc.constantFrom(
    'put',
    'put',
    'put',
    'put',
    'remove',
    'remove',
    'said',
    'vector',
    'keep',
    'misfit',
    'lose',
    'rest',
    'rest',
  ),
  at: fc.nat(30),
  word: fc.nat(7),
  run: fc.nat(2),
})

function local(onPassage: (id: string) => void = () => {}, said = new Map<string, number>()): LocalIndex {
  const saidAgain = (id: string) => said.get(id)
  return new LocalIndex(createRecall({ language, kinds, wordTable, dimensions, saidAgain, onPassage }), noPause)
}

/** As in a worker, by the port of one, in this thread. */
const start: StartRemote = async told => {
  const { port1, port2 } = new MessageChannel()
  serveIndex(toPort(port2 as never), { pause: noPause, yieldToLoop, groups: new IndexGroups({ pause: noPause }) })
  const setup = { language: 'german', kinds, dimensions }
  return new RemoteIndex({ ...told, port: toPort(port1 as never), setup, wordTable, timers })
}

/** What is kept of a space that no memory here has open. */
async function packedOther(): Promise<Uint8Array<ArrayBuffer>> {
  const other = local()
  for (let at = 0; at < 20; at++) other.put({ ...record(at, at, 1), id: `other\u0000${at}`, space: 'other' })
  return (await other.save('other', { noted: [], turns: [], times: new Float64Array() }))!
}

const otherBytes = await packedOther()

async function answers(index: SearchIndex): Promise<unknown> {
  const questions = [...words, 'what did Ada say about copper?', 'boats in summer', 'shall we take the violin?']
  const filters = [
    undefined,
    { user: 'ada' },
    { expires: { from: new Date(1_769_000_000_000) } },
    { kind: ['episodic'] },
  ]
  const found = []
  for (const [at, text] of questions.entries()) {
    const filter = filters[at % filters.length]
    found.push(await index.search({ text, filter, limit: 20, now: 1_760_000_100_000, vector: [1, at, 0.5] }))
  }
  return found
}

/** A hosted index with the records that its memory would hand over again. */
function hosted(from: number) {
  const records = new Map<string, Indexed>()
  const said = new Map<string, number>()
  const meant = new Set<string>()
  const lose: ((error: unknown) => void)[] = []
  const host: HostedIndex = new HostedIndex({
    createLocal: () => local(id => meant.add(id), said),
    worker: {
      from,
      start: async told => {
        const remote = await start(told)
        lose.push(error => {
          remote.close()
          told.onLost(error)
        })
        return remote
      },
    },
    pause: noPause,
    now: () => 0,
    onPassage: id => meant.add(id),
    said: () => said,
    refill: async () => {
      // As a projection does: what was removed meanwhile is not there any more.
      for (const id of [...records.keys()]) {
        const each = records.get(id)
        if (each) host.put(each)
        await yieldToLoop()
      }
    },
    onError: () => {},
  })
  return { host, records, said, meant, lose: () => lose.at(-1)?.(new Error('it crashed')) }
}

test('an index in a worker, moved there or rebuilt after a crash answers as one in this thread does, whatever came and went', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 1, maxLength: 60 }),
      fc.constantFrom(1, 5, 20),
      async (steps, from) => {
        const said = new Map<string, number>()
        let here = local(undefined, said)
        const { host, records, said: told, meant, lose } = hosted(from)
        const vectors = new Map<string, number[]>()
        for (const { what, at, word, run } of steps) {
          const id = `team\u0000${at}`
          if (what === 'put') {
            here.put(record(at, word, run))
            records.set(id, record(at, word, run))
            host.put(record(at, word, run))
          } else if (what === 'remove') {
            here.remove(id)
            records.delete(id)
            host.remove(id)
          } else if (what === 'said') {
            said.set(id, 1_760_000_050_000 + at)
            told.set(id, 1_760_000_050_000 + at)
            host.saidAgain(id, 1_760_000_050_000 + at)
          } else if (what === 'vector') vectors.set(id, [at, word, run])
          else if (what === 'lose') lose()
          else if (what === 'rest') await host.expect(0)
          // What was put back too early, and turned out to be of another log, leaves nothing behind.
          else if (what === 'misfit') {
            const fits = yieldToLoop().then(() => false)
            expect(await host.restore('other', otherBytes.slice(), fits)).toBeUndefined()
          } else {
            const beside = { noted: ['k'], turns: ['t'], times: Float64Array.of(5) }
            const bytes = await host.save('team', beside)
            // Nothing is kept of a space without records.
            if (bytes === undefined || records.size === 0) continue
            here = local(undefined, said)
            expect(await here.restore('team', bytes)).toEqual(beside)
          }
        }
        await host.settled()
        for (const [id, vector] of vectors) {
          if (!records.has(id)) continue
          here.setVector(id, vector)
          expect(host.passageOf(id)).toBe(here.passageOf(id))
          expect(meant).toContain(id)
          host.setVector(id, vector)
        }
        const theirs = await answers(host)
        host.close()
        expect(theirs).toEqual(await answers(here))
      },
    ),
    { numRuns: 120 },
  )
})
