import { parseArgs } from 'node:util'
import { type Conversation, readLocomo } from '../recall/locomo'
import { isScored, mean } from '../recall/measure'
import { measureStore, type StoreScores } from './measure-store'
import { measureWrites, type WriteTimes } from './measure-writes'
import { writeStore } from './store'

const usage = `What noise costs retrieval, and what the write gate does about it.

  pnpm bench noise --data FILE [--shares 0,0.5,…] [--conversations N] [--seed N] [--json]
  pnpm bench noise writes [--records N,…] [--json]

  --data FILE        a file of LoCoMo's shape (snap-research/locomo, data/locomo10.json; CC BY-NC 4.0, so fetch it yourself)
  --shares LIST      junk in all that is written: copies, near copies, chatter and recalled text in equal parts;
                     0,0.25,0.5,0.75,0.9 when left out
  --conversations N  the first N only
  --seed N           of the junk; 1 when left out
  --records LIST     sizes of memory in which writes are timed; 1000,10000,100000 when left out
  --json             the last line is {"curve":[{"junkShare","off":{"records","recallAt10","junkAt10"},"on":{…}}]}, or {"writes":[…]}
  --help             print this and exit

"writes" times single writes with the gate on, and without it.
`

class Misuse extends Error {}

const numbersIn = (list: string) => list.split(',').map(Number)

function readOptions() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      data: { type: 'string' },
      shares: { type: 'string', default: '0,0.25,0.5,0.75,0.9' },
      conversations: { type: 'string', default: '1000' },
      records: { type: 'string', default: '1000,10000,100000' },
      seed: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  const [verb = 'curve', ...more] = positionals
  if (more.length > 0 || !['curve', 'writes'].includes(verb)) throw new Misuse(`there is no "${positionals.join(' ')}"`)
  const shares = numbersIn(values.shares)
  const records = numbersIn(values.records)
  const [conversations, seed] = [Number(values.conversations), Number(values.seed)]
  if (!shares.every(share => share >= 0 && share <= 0.99)) throw new Misuse('--shares takes numbers from 0 to 0.99')
  if (![...records, conversations, seed].every(Number.isSafeInteger)) throw new Misuse('a whole number was expected')
  if (!values.help && verb === 'curve' && values.data === undefined)
    throw new Misuse('--data FILE is missing; see --help')
  return { ...values, verb, shares, records, conversations, seed }
}

interface Point {
  readonly junkShare: number
  readonly off: StoreScores
  readonly on: StoreScores
}

async function pointAt(conversations: readonly Conversation[], junkShare: number, seed: number): Promise<Point> {
  const scoresWith = async (gate: boolean) => {
    const each: (StoreScores & { n: number })[] = []
    for (const conversation of conversations) {
      const store = await writeStore(conversation, { junkShare, gate, seed })
      each.push({ ...(await measureStore(store, conversation)), n: conversation.questions.filter(isScored).length })
      await store.close()
    }
    const total = each.reduce((sum, { n }) => sum + n, 0)
    const over = (key: 'recallAt10' | 'junkAt10') =>
      mean([each.reduce((sum, one) => sum + one[key] * one.n, 0) / total])
    const records = each.reduce((sum, one) => sum + one.records, 0)
    return { records, recallAt10: over('recallAt10'), junkAt10: over('junkAt10') }
  }
  return { junkShare, off: await scoresWith(false), on: await scoresWith(true) }
}

async function main(): Promise<void> {
  const options = readOptions()
  if (options.help) {
    process.stdout.write(usage)
    return
  }
  if (options.verb === 'writes') {
    const writes: WriteTimes[] = []
    for (const records of options.records) {
      process.stderr.write(`${records} records…\n`)
      writes.push(await measureWrites(records, options.seed))
    }
    console.table(writes)
    if (options.json) process.stdout.write(`${JSON.stringify({ writes })}\n`)
    return
  }
  const conversations = (await readLocomo(options.data!)).slice(0, options.conversations)
  const curve: Point[] = []
  for (const share of options.shares) {
    process.stderr.write(`${Math.round(100 * share)} % junk…\n`)
    curve.push(await pointAt(conversations, share, options.seed))
  }
  const percent = (value: number) => (100 * value).toFixed(1)
  console.table(
    curve.map(({ junkShare, off, on }) => ({
      'junk %': percent(junkShare),
      'records, off': off.records,
      'R@10, off': percent(off.recallAt10),
      'junk@10, off': percent(off.junkAt10),
      'records, on': on.records,
      'R@10, on': percent(on.recallAt10),
      'junk@10, on': percent(on.junkAt10),
    })),
  )
  if (options.json) process.stdout.write(`${JSON.stringify({ curve })}\n`)
}

try {
  await main()
} catch (error) {
  const isMisuse = error instanceof Misuse || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS')
  process.exitCode = isMisuse ? 2 : 1
  process.stderr.write(`bench noise: ${error instanceof Error ? error.message : error}\n`)
}
