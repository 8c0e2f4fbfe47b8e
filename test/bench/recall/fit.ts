import type { Weights } from '../../../packages/memory/src/recall'
import { type Beside, commonplace, searcherOf } from './engines'
import { examplesOf, fittedParts } from './features'
import { fitRoom } from './fit-room'
import { type Example, fitListwise } from './listwise'
import type { Conversation } from './locomo'
import { isScored, mean, measure, scoresOf, summaryOf } from './measure'
import { progress } from './progress'
import { chat, messy, type PerturbationName, perturb } from './styles/perturb'

/** How conversations are written that weights are measured on; the first of them are those that they are fitted to. */
const fittedStyles = 5
const styles: Readonly<Record<string, readonly PerturbationName[]>> = {
  'as written': [],
  split: ['split'],
  chat,
  crosstalk: ['crosstalk'],
  tools: ['tools'],
  messy,
  'burst, nameless': ['burst', 'nameless'],
  'burst, merged': ['burst', 'merged'],
}

/** One way of writing, with what weights are fitted to, by conversation. */
export interface Style {
  readonly name: string
  readonly conversations: readonly Conversation[]
  readonly examples: readonly (readonly Example[])[]
}

interface Found {
  readonly recall: number
  readonly answers: number
}

/** What is found at 10 of all questions together, each conversation under weights of its own. */
function foundBy(conversations: readonly (readonly [Conversation, Partial<Weights>])[], beside: Beside): Found {
  const scores = conversations.flatMap(([{ turns, questions }, weights]) => {
    const search = searcherOf(turns, beside, weights)
    return questions.filter(isScored).map(({ text, evidence }) =>
      scoresOf(
        search(text, 10).map(({ id }) => id),
        evidence,
      ),
    )
  })
  return { recall: mean(scores.map(each => each.recallAt10)), answers: mean(scores.map(each => each.answersAt10)) }
}

/** By name: which weights a conversation is measured with. */
type Transfers = Record<string, (conversation: number) => Partial<Weights>>

function transfers(all: readonly Style[], beside: Beside): Transfers {
  const fitTo = (from: readonly Style[], isTaken: (conversation: number) => boolean) => {
    const weights = weightsOf(from, beside, isTaken)
    tell()
    return weights
  }
  const plain = all.slice(0, 1)
  const fittedTo = all.slice(0, fittedStyles)
  const numbers = [...plain[0]!.conversations.keys()]
  const tell = progress('fits', numbers.length * (fittedTo.length === 1 ? 1 : 2))
  const others = numbers.map(left => fitTo(plain, at => at !== left))
  const table: Transfers = {
    'shipped weights': () => ({}),
    'fitted to the others, as written': at => others[at]!,
  }
  if (fittedTo.length === 1) return table
  const othersInAll = numbers.map(left => fitTo(fittedTo, at => at !== left))
  return {
    ...table,
    'fitted to the others, in the first five styles': at => othersInAll[at]!,
  }
}

/** Weights from these conversations, written in these styles. */
export function weightsOf(
  from: readonly Style[],
  beside: Beside,
  isTaken: (conversation: number) => boolean,
): Partial<Weights> {
  const parts = fittedParts(beside)
  const examples = from.flatMap(style => style.examples.filter((_, at) => isTaken(at)).flat())
  const columns = fitListwise(examples, parts.length)
  const fitted = Object.fromEntries(parts.map((part, at) => [part, columns[at]!]))
  // One style tells enough about room, and each that is tried takes seconds: the one where passages have several pieces.
  const { conversations } = from.find(({ name }) => name === 'chat') ?? from[0]!
  return fitRoom(
    conversations.filter((_, at) => isTaken(at)),
    beside,
    fitted,
  )
}

const percent = (share: number) => (100 * share).toFixed(1)

/** What is found of each category, as written, under the weights of each transfer. */
function byCategory(conversations: readonly Conversation[], beside: Beside, table: Transfers) {
  return Object.entries(table).map(([transfer, weightsFor]) => {
    const outcomes = conversations.flatMap((conversation, at) =>
      measure(conversation, commonplace(beside, weightsFor(at))(conversation.turns)),
    )
    const { recallAt10, byCategory, auto, autoMultiHop } = summaryOf(outcomes)
    const categories = Object.entries(byCategory).map(([name, scores]): [string, number] => [name, scores.recallAt10])
    const shares: Record<string, number> = {
      all: recallAt10,
      ...Object.fromEntries(categories),
      auto: auto.recall,
      'auto multi-hop': autoMultiHop.recall,
    }
    return [
      transfer,
      Object.fromEntries(Object.entries(shares).map(([name, share]) => [name, percent(share)])),
    ] as const
  })
}

/**
 * Fits weights to labelled questions and says what they are worth on conversations they have not seen, in styles they have
 * and have not seen.
 *
 * @param besideOf what is at hand beside the words of these conversations
 * @param onlyAsWritten for embedders that need minutes for a style
 */
export async function fitWeights(
  conversations: readonly Conversation[],
  besideOf: (conversations: readonly Conversation[]) => Promise<Beside>,
  { json, onlyAsWritten }: { json: boolean; onlyAsWritten: boolean },
): Promise<void> {
  if (conversations.length < 2)
    throw new Error('fitting needs two conversations at least, to measure one by the others')
  const written = Object.entries(styles)
    .slice(0, onlyAsWritten ? 1 : undefined)
    .map(([name, kinds]) => [name, perturb(conversations, kinds)] as const)
  const beside = await besideOf(written.flatMap(([, each]) => each))
  const tell = progress('conversations read', written.length * conversations.length)
  const all = written.map(([name, each]): Style => {
    const examples = each.map(one => {
      const found = examplesOf(one, beside)
      tell()
      return found
    })
    return { name, conversations: each, examples }
  })
  const columns = transfers(all, beside)
  const table: Record<string, Record<string, Found>> = {}
  for (const [transfer, weightsFor] of Object.entries(columns)) {
    const found = all.map(style =>
      foundBy(
        style.conversations.map((each, at) => [each, weightsFor(at)] as const),
        beside,
      ),
    )
    for (const [at, { name }] of all.entries()) table[name] = { ...table[name], [transfer]: found[at]! }
    const over = (key: keyof Found) => mean(found.map(each => each[key]))
    table.mean = { ...table.mean, [transfer]: { recall: over('recall'), answers: over('answers') } }
  }
  const shown = ({ recall, answers }: Found) => `${percent(recall)} (${percent(answers)})`
  const rows = Object.entries(table).map(([name, row]) => [
    name,
    Object.fromEntries(Object.entries(row).map(([transfer, found]) => [transfer, shown(found)])),
  ])
  console.table(Object.fromEntries(rows))
  const categories = Object.fromEntries(byCategory(conversations, beside, columns))
  console.table(categories)
  const fittedTo = all.slice(0, fittedStyles)
  const rounded = Object.entries(weightsOf(fittedTo, beside, () => true)).map(([part, value]) => [
    part,
    Number(value.toPrecision(2)),
  ])
  const weights = Object.fromEntries(rounded)
  process.stdout.write(
    `recall@10, in brackets answers@10; by category as written; weights from all conversations, ${fittedTo.map(({ name }) => name).join(', ')}:\n`,
  )
  process.stdout.write(
    json ? `${JSON.stringify({ at10: table, categories, weights })}\n` : `${JSON.stringify(weights, null, 2)}\n`,
  )
}
