import { likeness, shinglesOf } from '../recall/likeness'
import { createTokenizer } from '../recall/tokenizer'
import type { Episode, Summariser } from './summariser'

/** So many sentences stand for all. */
const mostSentences = 3
/** From this likeness on a sentence says again what another said. */
const again = 0.5

/**
 * Says in how many notes of which days something was told, and the sentences that hold most of what they have in common (after
 * SumBasic, Nenkova and Vanderwende, 2005): the same text for the same episodes, every word of it from them.
 */
export const extractiveSummariser: Summariser = {
  id: 'extractive-1',
  summarise(episodes) {
    const { tokenize } = createTokenizer()
    const sentences = episodes.flatMap((episode, at) =>
      sentencesOf(episode.content).map(text => ({ text, at, words: new Set(tokenize(text)) })),
    )
    const shared = new Map<string, number>()
    for (const { words } of sentences) for (const word of words) shared.set(word, (shared.get(word) ?? 0) + 1)
    const scoreOf = ({ words }: { words: ReadonlySet<string> }) => {
      let sum = 0
      for (const word of words) sum += shared.get(word)! - 1
      return words.size === 0 ? 0 : sum / Math.sqrt(words.size)
    }
    const ranked = sentences
      .map(sentence => ({ ...sentence, score: scoreOf(sentence) }))
      .sort((a, b) => b.score - a.score || b.at - a.at)
    const chosen: typeof ranked = []
    for (const each of ranked) {
      if (chosen.length === mostSentences || each.score === 0) break
      if (!chosen.some(one => likeness(shinglesOf(one.text), shinglesOf(each.text)) >= again)) chosen.push(each)
    }
    if (chosen.length === 0) return undefined
    const told = chosen.sort((a, b) => a.at - b.at).map(({ text }) => text)
    return `${episodes.length} notes, ${daysOf(episodes)}: ${told.map(text => (/[.!?…:;,]$/u.test(text) ? text : `${text}.`)).join(' ')}`
  },
}

function daysOf(episodes: readonly Episode[]): string {
  const days = episodes.map(({ time }) => time.toISOString().slice(0, 10)).sort()
  const [first, last] = [days[0]!, days.at(-1)!]
  return first === last ? first : `${first} to ${last}`
}

function sentencesOf(text: string): string[] {
  return text.split(/(?<=[.!?…])\s+|\n+/u).flatMap(sentence => sentence.trim() || [])
}
