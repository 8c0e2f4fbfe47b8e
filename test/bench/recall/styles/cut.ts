import { createTokenizer } from '../../../../packages/memory/src/recall/tokenizer'
import type { Conversation, Turn } from '../locomo'

const { tokenize } = createTokenizer()

/** Every turn comes as several messages: as many as `parts` says, or one a sentence. */
export function cut(conversation: Conversation, parts: 'sentences' | (() => number)): Conversation {
  const ids = new Map<string, string[]>()
  const turns = conversation.turns.flatMap(turn => {
    const pieces = parts === 'sentences' ? sentencesOf(turn) : piecesOf(turn, parts())
    ids.set(
      turn.id,
      pieces.map(piece => piece.id),
    )
    return pieces
  })
  const texts = new Map(turns.map(turn => [turn.id, turn.text]))
  const questions = conversation.questions.map(question => {
    const answer = contentWords(question.answer)
    const said = (id: string) => {
      const words = contentWords(texts.get(id)!)
      return [...words].filter(word => answer.has(word)).length + words.size / 1_000
    }
    const answeringFirst = (group: readonly string[]) =>
      group.flatMap(id => ids.get(id)!).sort((one, other) => said(other) - said(one))
    return { ...question, evidence: question.evidence.map(answeringFirst) }
  })
  return { ...conversation, turns, questions }
}

/** Pieces of about the same number of words, cut after a punctuation mark where one is near; fewer for very short turns. */
function piecesOf(turn: Turn, wanted: number): Turn[] {
  const words = turn.text.split(/\s+/).filter(word => word !== '')
  const count = Math.min(wanted, Math.floor(words.length / 2))
  if (count < 2) return [turn]
  const cuts = Array.from({ length: count - 1 }, (_, at) => bestCut(words, (words.length * (at + 1)) / count))
  const ends = [...new Set([...cuts.sort((one, other) => one - other), words.length])]
  return ends.map((end, at) => piece(turn, at, words.slice(ends[at - 1] ?? 0, end).join(' ')))
}

function sentencesOf(turn: Turn): Turn[] {
  const sentences = turn.text.split(/(?<=[.!?])\s+(?=[A-Z"])/)
  return sentences.length < 2 ? [turn] : sentences.map((text, at) => piece(turn, at, text))
}

function piece(turn: Turn, at: number, text: string): Turn {
  return { ...turn, id: `${turn.id}/${at}`, text, time: turn.time + at * 3_000 }
}

function bestCut(words: readonly string[], ideal: number): number {
  const cost = (at: number) => Math.abs(at - ideal) / words.length - (/[.!?,]$/.test(words[at - 1]!) ? 0.15 : 0)
  let best = 1
  for (let at = 2; at < words.length; at++) if (cost(at) < cost(best)) best = at
  return best
}

function contentWords(text: string): Set<string> {
  return new Set(tokenize(text))
}
