import { parseArgs } from 'node:util'
import { createRecall, type Recall } from '../../packages/memory/src/recall'
import { type Category, type Conversation, readLocomo } from './locomo'
import { measureSpeed } from './recall-speed'

const usage = `Evidence recall of memory search, and its speed.

  tsx test/bench/recall.ts --data FILE [--speed 10000,100000] [--json]

  --data FILE   a LoCoMo file (snap-research/locomo, data/locomo10.json; CC BY-NC 4.0, so fetch it yourself)
  --speed N,…   also time searches over N records recombined from the file
  --json        print one JSON object as the last line
`

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    speed: { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

interface Tally {
  questions: number
  at5: number
  at10: number
  at20: number
  reciprocalRank: number
}

function index({ turns }: Conversation): Recall {
  const recall = createRecall()
  for (const { id, speaker, text, session, time } of turns) {
    recall.put({
      id,
      text,
      author: speaker,
      space: 'team',
      kind: 'episodic',
      run: `session-${session}`,
      time,
      tags: [],
    })
  }
  return recall
}

/** Mean share of a question's evidence among the first k hits, and the reciprocal rank of the first of it within 50. */
function measure(conversations: readonly Conversation[]): Map<Category, Tally> {
  const tallies = new Map<Category, Tally>()
  for (const conversation of conversations) {
    const recall = index(conversation)
    for (const { text, category, evidence } of conversation.questions) {
      const ids = recall.search({ text, limit: 50 }).map(hit => hit.id)
      const found = evidence.map(id => ids.indexOf(id)).filter(rank => rank >= 0)
      const share = (k: number) => found.filter(rank => rank < k).length / evidence.length
      const tally = tallies.get(category) ?? { questions: 0, at5: 0, at10: 0, at20: 0, reciprocalRank: 0 }
      tally.questions++
      tally.at5 += share(5)
      tally.at10 += share(10)
      tally.at20 += share(20)
      tally.reciprocalRank += found.length === 0 ? 0 : 1 / (1 + Math.min(...found))
      tallies.set(category, tally)
    }
    process.stderr.write(`${conversation.id}: ${conversation.questions.length} questions over ${recall.size} turns\n`)
  }
  return tallies
}

function mean(tallies: readonly Tally[]): Tally {
  const questions = tallies.reduce((sum, tally) => sum + tally.questions, 0)
  const over = (key: keyof Tally) => tallies.reduce((sum, tally) => sum + tally[key], 0) / questions
  return { questions, at5: over('at5'), at10: over('at10'), at20: over('at20'), reciprocalRank: over('reciprocalRank') }
}

async function main(): Promise<void> {
  if (options.help || options.data === undefined) {
    process.stdout.write(usage)
    process.exitCode = options.help ? 0 : 1
    return
  }
  const conversations = await readLocomo(options.data)
  const tallies = measure(conversations)
  const scored = [...tallies].filter(([category]) => category !== 'adversarial').map(([, tally]) => tally)
  const rows: Record<string, Tally> = { 'categories 1-4': mean(scored) }
  for (const [category, tally] of tallies) rows[category] = mean([tally])
  console.table(
    Object.fromEntries(
      Object.entries(rows).map(([name, row]) => [
        name,
        {
          questions: row.questions,
          'recall@5': percent(row.at5),
          'recall@10': percent(row.at10),
          'recall@20': percent(row.at20),
          MRR: row.reciprocalRank.toFixed(3),
        },
      ]),
    ),
  )
  const sizes = options.speed?.split(',').map(Number) ?? []
  const speed = sizes.map(size => measureSpeed(conversations, size))
  if (speed.length > 0) console.table(speed)
  if (options.json) console.log(JSON.stringify({ recall: rows, speed }))
}

function percent(share: number): string {
  return (100 * share).toFixed(1)
}

await main()
