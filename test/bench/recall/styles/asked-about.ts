import { foldWord } from '../../../../packages/memory/src/recall/fold-word'
import { createTokenizer } from '../../../../packages/memory/src/recall/tokenizer'
import { wordsOf } from '../../../../packages/memory/src/recall/words'
import { type Conversation, type Question, speakersOf } from '../locomo'
import { isScored } from '../measure'

const { stem } = createTokenizer()
/** More is told of nearly everything. */
const mostTurns = 12
/** Words of questions that are about nothing by themselves. */
const vague = new Set(
  'mention kind describe activity did recently said type plan feel think time day start decide something'
    .split(' ')
    .map(stem),
)

/** What one person told of one matter: a word that several questions about them hold, and what answers any of these. */
export function askAboutMatters(conversation: Conversation): Conversation {
  const names = speakersOf(conversation)
  const matters = new Map<string, { readonly who: string; readonly word: string; readonly asked: Set<Question> }>()
  for (const question of conversation.questions.filter(isScored)) {
    const [who, ...others] = names.filter(name => question.text.includes(name))
    if (who === undefined || others.length > 0) continue
    for (const word of wordsOf(question.text).map(foldWord)) {
      const token = stem(word)
      if (token === '' || vague.has(token) || names.some(name => name.toLowerCase() === word)) continue
      const matter = matters.get(`${who} ${token}`) ?? { who, word, asked: new Set() }
      matters.set(`${who} ${token}`, matter)
      matter.asked.add(question)
    }
  }
  const questions = [...matters.values()].flatMap(({ who, word, asked }): Question[] => {
    const evidence = [
      ...new Map([...asked].flatMap(each => each.evidence).map(group => [group.join(), group])).values(),
    ]
    if (asked.size < 2 || evidence.length < 2 || evidence.length > mostTurns) return []
    const answer = [...asked].map(each => each.answer).join(' ')
    return [{ text: `What ${word} things did ${who} talk about?`, category: 'multi-hop', answer, evidence }]
  })
  return { ...conversation, questions }
}
