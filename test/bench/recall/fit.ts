import type { Weights } from '../../../packages/memory/src/recall'
import { recallOf } from './engines'
import { examplesOf, fitted, weightsOf } from './features'
import { type Example, fitListwise } from './listwise'
import type { Conversation } from './locomo'
import { isScored, mean, scoresOf } from './measure'
import { chat, messy, type PerturbationName, perturb } from './styles/perturb'

/** How conversations are written that weights are measured on; the first three are those that they are fitted to. */
const fittedStyles = 3
const styles: Readonly<Record<string, readonly PerturbationName[]>> = {
  'as written': [],
  split: ['split'],
  chat,
  messy,
  'burst, nameless': ['burst', 'nameless'],
  'burst, merged': ['burst', 'merged'],
}

/** One way of writing, with what weights are fitted to, by conversation. */
interface Style {
  readonly name: string
  readonly conversations: readonly Conversation[]
  readonly examples: readonly (readonly Example[])[]
}

interface Found {
  readonly recall: number
  readonly answers: number
}

/** What is found at 10 of all questions together, each conversation under weights of its own. */
function foundBy(conversations: readonly (readonly [Conversation, Partial<Weights>])[]): Found {
  const scores = conversations.flatMap(([{ turns, questions }, weights]) => {
    const recall = recallOf(turns, { weights })
    return questions.filter(isScored).map(({ text, evidence }) =>
      scoresOf(
        recall.search({ text, limit: 10 }).map(({ id }) => id),
        evidence,
      ),
    )
  })
  return { recall: mean(scores.map(each => each.recallAt10)), answers: mean(scores.map(each => each.answersAt10)) }
}

/** Weights from these conversations, written in these styles. */
function fitTo(from: readonly Style[], isTaken: (conversation: number) => boolean): Partial<Weights> {
  return weightsOf(
    fitListwise(
      from.flatMap(({ examples }) => examples.filter((_, at) => isTaken(at)).flat()),
      fitted.length,
    ),
  )
}

/** By name: which weights a conversation is measured with, several where it is measured several times. */
function transfers(all: readonly Style[]): Record<string, (conversation: number) => Partial<Weights>[]> {
  const plain = all.slice(0, 1)
  const three = all.slice(0, fittedStyles)
  const numbers = [...plain[0]!.conversations.keys()]
  const single = numbers.map(only => fitTo(plain, at => at === only))
  const others = numbers.map(left => fitTo(plain, at => at !== left))
  const othersInThree = numbers.map(left => fitTo(three, at => at !== left))
  return {
    'shipped weights': () => [{}],
    'fitted to one other, as written': at => single.filter((_, only) => only !== at),
    'fitted to the others, as written': at => [others[at]!],
    'fitted to the others, as written, split, chat': at => [othersInThree[at]!],
  }
}

/**
 * Fits weights to labelled questions and says what they are worth on conversations they have not seen, in styles they have
 * and have not seen.
 */
export function fitWeights(conversations: readonly Conversation[], json: boolean): void {
  if (conversations.length < 2)
    throw new Error('fitting needs two conversations at least, to measure one by the others')
  const all = Object.entries(styles).map(([name, kinds]): Style => {
    const written = perturb(conversations, kinds)
    return { name, conversations: written, examples: written.map(examplesOf) }
  })
  const table: Record<string, Record<string, Found>> = {}
  for (const [transfer, weightsFor] of Object.entries(transfers(all))) {
    const found = all.map(style =>
      foundBy(style.conversations.flatMap((each, at) => weightsFor(at).map(weights => [each, weights] as const))),
    )
    for (const [at, { name }] of all.entries()) table[name] = { ...table[name], [transfer]: found[at]! }
    const over = (key: keyof Found) => mean(found.map(each => each[key]))
    table.mean = { ...table.mean, [transfer]: { recall: over('recall'), answers: over('answers') } }
  }
  const percent = (share: number) => (100 * share).toFixed(1)
  const shown = ({ recall, answers }: Found) => `${percent(recall)} (${percent(answers)})`
  console.table(
    Object.fromEntries(
      Object.entries(table).map(([name, row]) => [
        name,
        Object.fromEntries(Object.entries(row).map(([transfer, found]) => [transfer, shown(found)])),
      ]),
    ),
  )
  const rounded = Object.entries(fitTo(all.slice(0, fittedStyles), () => true)).map(([part, value]) => [
    part,
    Number(value.toPrecision(2)),
  ])
  const weights = Object.fromEntries(rounded)
  process.stdout.write(
    'recall@10, in brackets answers@10; weights from all conversations as written, split and as chat:\n',
  )
  process.stdout.write(json ? `${JSON.stringify({ at10: table, weights })}\n` : `${JSON.stringify(weights, null, 2)}\n`)
}
