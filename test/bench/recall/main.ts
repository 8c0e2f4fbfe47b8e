import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { installPeers } from '../../../scripts/install-peers'
import { besideOf } from './beside'
import { type Ask, bm25, commonplace, peers } from './engines'
import { fitWeights } from './fit'
import { type Conversation, readLocomo, type Turn } from './locomo'
import { measure, summaryOf } from './measure'
import { chat, isPerturbation, messy, type PerturbationName, perturb, perturbations } from './styles/perturb'

const usage = `Evidence recall of memory search, beside its peers, on labelled questions of yours.

  pnpm bench recall --data FILE [--embedder NAME] [--perturb KIND,…|each] [--only-ours] [--json]
  pnpm bench recall fit --data FILE [--embedder NAME] [--json]

  --data FILE      a file of LoCoMo's shape (snap-research/locomo, data/locomo10.json; CC BY-NC 4.0, so fetch it yourself)
  --embedder NAME  none: words only; table: the word table beside them; use: the table and a sentence model (minutes)
  --perturb KINDS  write the conversations in another style first, all kinds one after the other:
                   ${Object.keys(perturbations).join(', ')}; chat is ${chat.join(' + ')},
                   messy ${messy.join(' + ')};
                   "each" measures every kind by itself, and some together, beside plain BM25
  --only-ours      leave the peers out
  --json           the last line is {"n","recallAt5",…,"byCategory","tokensPerQuery","tokensFull","p50Ms","p95Ms"}
  --help           print this and exit

"fit" finds the weights for your data, with what the embedder adds, and says what they are worth: every conversation is measured
with weights from the others; with "use" as it is written only. It tells how far it is. Ctrl-C ends it, and vectors that were made
are kept in node_modules/.cache/bench-recall for the next time. The peers are installed beside the bench with npm when they are first needed.
`

class Misuse extends Error {}

function readOptions() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      data: { type: 'string' },
      embedder: { type: 'string', default: 'none' },
      perturb: { type: 'string', default: '' },
      'only-ours': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  const [verb = 'measure', ...more] = positionals
  if (more.length > 0 || !['measure', 'fit'].includes(verb)) throw new Misuse(`there is no "${positionals.join(' ')}"`)
  if (!values.help && values.data === undefined) throw new Misuse('--data FILE is missing; see --help')
  if (!['none', 'table', 'use'].includes(values.embedder)) throw new Misuse(`there is no embedder "${values.embedder}"`)
  const isEach = values.perturb === 'each'
  const kinds = isEach ? [] : values.perturb.split(',').flatMap(name => (name === '' ? [] : kindsOf(name)))
  return { ...values, verb, isEach, kinds }
}

function kindsOf(name: string): readonly PerturbationName[] {
  if (name === 'chat') return chat
  if (name === 'messy') return messy
  if (isPerturbation(name)) return [name]
  throw new Misuse(`there is no perturbation "${name}"`)
}

const peersFolder = fileURLToPath(new URL('../search/peers', import.meta.url))

function run(conversations: readonly Conversation[], engine: (turns: readonly Turn[], folder: string) => Ask) {
  return summaryOf(
    conversations.flatMap(conversation => measure(conversation, engine(conversation.turns, peersFolder))),
  )
}

type Summary = ReturnType<typeof run>

function shown(summary: Summary): Record<string, string | number> {
  const percent = (value: number | undefined) => (value === undefined ? '' : (100 * value).toFixed(1))
  return {
    'R@5': percent(summary.recallAt5),
    'R@10': percent(summary.recallAt10),
    'R@20': percent(summary.recallAt20),
    'pieces@10': percent(summary.piecesAt10),
    'answers@10': percent(summary.answersAt10),
    MRR: summary.mrr.toFixed(3),
    'nDCG@10': summary.ndcgAt10.toFixed(3),
    ...Object.fromEntries(
      Object.entries(summary.byCategory).map(([name, { recallAt10 }]) => [`${name} R@10`, percent(recallAt10)]),
    ),
    tokens: Math.round(summary.tokensPerQuery),
  }
}

async function main(): Promise<void> {
  const options = readOptions()
  if (options.help) {
    process.stdout.write(usage)
    return
  }
  const plain = await readLocomo(options.data!)
  if (options.verb === 'fit') {
    const onlyAsWritten = options.embedder === 'use'
    await fitWeights(plain, texts => besideOf(options.embedder, texts), { json: options.json, onlyAsWritten })
    return
  }
  const conversations = perturb(plain, options.kinds)
  const ours = run(conversations, commonplace(await besideOf(options.embedder, conversations)))
  const rows = new Map([['commonplace', ours]])
  if (!options['only-ours'] && !options.isEach) {
    await installPeers(peersFolder)
    for (const [name, engine] of Object.entries(peers)) rows.set(name, run(conversations, engine))
  }
  const styles: [string, readonly PerturbationName[]][] = options.isEach
    ? [
        ...Object.keys(perturbations).map((name): [string, PerturbationName[]] => [name, [name as PerturbationName]]),
        ['chat', chat],
        ['messy', messy],
        ['split, typos, interleave', ['split', 'typos', 'interleave']],
        ['matters, burst, slang', ['matters', 'burst', 'slang']],
        ['terse, burst, slang, typos', ['terse', 'burst', 'slang', 'typos']],
        ['sentences, slang, crosstalk', ['sentences', 'slang', 'crosstalk']],
      ]
    : []
  const plainly = new Map<string, Summary>()
  for (const [name, kinds] of styles) {
    const perturbed = perturb(plain, kinds)
    rows.set(name, run(perturbed, commonplace(await besideOf(options.embedder, perturbed))))
    plainly.set(name, run(perturbed, bm25))
  }
  const table = [...rows].map(([name, summary]) => {
    const other = plainly.get(name)
    return [name, { ...shown(summary), ...(other && { 'BM25 R@10': (100 * other.recallAt10).toFixed(1) }) }]
  })
  console.table(Object.fromEntries(table))
  console.table(
    Object.fromEntries(Object.entries(ours.byConversation).map(([id, scores]) => [id, { 'R@10': scores.recallAt10 }])),
  )
  const { auto, autoMultiHop } = ours
  process.stdout.write(
    `limit 'auto': ${auto.places} hits hold ${auto.recall}; multi-hop ${autoMultiHop.places} hits hold ${autoMultiHop.recall}\n` +
      `top 10 are ${((100 * ours.tokensPerQuery) / ours.tokensFull).toFixed(2)} % of the ${Math.round(ours.tokensFull)} tokens of a conversation\n` +
      `a question takes ${ours.p50Ms} ms (p95 ${ours.p95Ms}); Node ${process.version}\n`,
  )
  if (options.json) {
    const { commonplace: _, ...others } = Object.fromEntries(rows)
    process.stdout.write(`${JSON.stringify({ ...ours, [options.isEach ? 'perturbed' : 'peers']: others })}\n`)
  }
}

try {
  await main()
} catch (error) {
  const isMisuse = error instanceof Misuse || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS')
  process.exitCode = isMisuse ? 2 : 1
  process.stderr.write(`bench recall: ${error instanceof Error ? error.message : error}\n`)
}
