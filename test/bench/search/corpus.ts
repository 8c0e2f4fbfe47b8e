import { type Chance, chanceOf } from './chance'
import { functionWords, Vocabulary } from './vocabulary'

/** A record as every engine is given it. */
export interface BenchRecord {
  readonly id: string
  readonly text: string
  readonly space: string
  readonly kind: string
  readonly author: string
  readonly user: string
  readonly app: string
  readonly run: string
  readonly tags: readonly string[]
  readonly time: number
}

export interface BenchQuestion {
  readonly text: string
  /** Whose records the filtered question is about. */
  readonly user: string
  readonly app: string
}

const users = 200
const apps = ['shop', 'desk', 'app']
const recordsPerRun = 24
const authors = 'Ada Ben Carla Dmitri Elena Farid Grace Hugo Ines Jonas Karima Leo Maya Nils Olga Pablo'.split(' ')
const asked = [
  'what has NAME got about the',
  'what is the',
  'who was at the',
  'when was the',
  'which',
  'how did NAME like the',
  'where is the',
  'why does',
]

/** Records and questions, the same in every run: texts of 12 to 36 words, 24 to a run, 200 users of uneven shares. */
export class Corpus {
  readonly #vocabulary: Vocabulary
  readonly #records: number

  constructor(records: number) {
    this.#records = records
    // Vocabularies grow with the root of the text (Heaps).
    this.#vocabulary = new Vocabulary(Math.max(4_000, Math.round(70 * Math.sqrt(records))))
  }

  /** @param version of its text: another one says something else */
  record(at: number, version = 0): BenchRecord {
    const chance = chanceOf(at * 31 + version * 1_000_003 + 1)
    const run = Math.floor(at / recordsPerRun)
    const ofRun = chanceOf(run * 17 + 5)
    const user = `user-${Math.floor(ofRun.next() ** 2 * users)}`
    const app = ofRun.pick(apps)
    const author = chance.pick(authors)
    return {
      id: `team\u0000${(at + 1_000_000).toString(36)}.${at}`,
      text: this.#sentence(chance),
      space: 'team',
      kind: at % 4 === 0 ? 'semantic' : 'episodic',
      author,
      user,
      app,
      run: `run-${run}`,
      tags: [],
      time: 1_700_000_000_000 + at * 30_000,
    }
  }

  /** Asks with three to seven words of some record. */
  question(at: number): BenchQuestion {
    const chance = chanceOf(at * 97 + 3)
    const { text, user, app } = this.record(chance.between(0, this.#records - 1))
    const words = text.match(/\p{L}+/gu)!.filter(word => !functionWords.includes(word.toLowerCase()))
    const chosen = Array.from({ length: Math.min(words.length, chance.between(3, 7)) }, () => chance.pick(words))
    const start = chance.pick(asked).replace('NAME', chance.pick(authors))
    return { text: `${start} ${chosen.join(chance.next() < 0.3 ? ' of the ' : ' ')}?`, user, app }
  }

  #sentence(chance: Chance): string {
    const words = Array.from({ length: chance.between(12, 36) }, () =>
      chance.next() < 0.45 ? chance.pick(functionWords) : this.#vocabulary.pick(chance),
    )
    const text = words.join(' ')
    return `${text[0]!.toUpperCase()}${text.slice(1)}${chance.next() < 0.15 ? '?' : '.'}`
  }
}
