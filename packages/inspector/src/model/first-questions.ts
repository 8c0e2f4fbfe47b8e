import type { InspectedRecord } from '../memory-face'

const [most, mostWords] = [4, 6]
/** Short words that a content cut off in its middle would end with. */
const danglingWords = /(?: \p{Ll}{1,3})+$/u

/** What one could ask about the newest records, one of each author: words of a key, or those a content begins with. */
export function firstQuestions(records: readonly InspectedRecord[]): string[] {
  const questions = new Map<string, string>()
  for (const { author, status, key, content } of records) {
    if (status === 'refuted' || questions.has(author.agent)) continue
    const words = (key ?? content).split(/[^\p{L}\p{N}’'-]+/u).filter(word => word !== '')
    const question = words.slice(0, mostWords).join(' ').replace(danglingWords, '')
    if (question !== '' && ![...questions.values()].includes(question)) questions.set(author.agent, question)
    if (questions.size === most) break
  }
  return [...questions.values()]
}
