import { createTokenizer } from '../../../../packages/memory/src/recall/tokenizer'
import { wordsOf } from '../../../../packages/memory/src/recall/words'
import { type Conversation, type Question, speakersOf } from '../locomo'

const { stem } = createTokenizer()

/** Who names one of the two asks for both; the answer is where it was. */
export function askForBoth(conversation: Conversation): Conversation {
  const names = speakersOf(conversation)
  return eachQuestion(conversation, text => {
    const named = names.filter(name => text.includes(name))
    const [name] = named
    return named.length === 1 ? text.replace(name!, `${name} and ${names.find(other => other !== name)}`) : text
  })
}

/** Who is meant is not said. */
export function askWithoutNames(conversation: Conversation): Conversation {
  const names = speakersOf(conversation)
  return eachQuestion(conversation, text => names.reduce((rest, name) => rest.replaceAll(name, 'they'), text))
}

/** As one types into a box: the words that mean something, in lower case. */
export function askInKeywords(conversation: Conversation): Conversation {
  return eachQuestion(conversation, text =>
    wordsOf(text)
      .filter(word => stem(word) !== '')
      .join(' '),
  )
}

/** Every question together with another of its category: two matters, twice the evidence. */
export function askTwoAtOnce(conversation: Conversation): Conversation {
  const questions = conversation.questions.map((question, at, all): Question => {
    const rest = [...all.slice(at + 1), ...all.slice(0, at)]
    const other = rest.find(({ category }) => category === question.category) ?? question
    const evidence = new Map([...question.evidence, ...other.evidence].map(group => [group.join(), group]))
    return {
      ...question,
      text: `${question.text} ${other.text}`,
      answer: `${question.answer} ${other.answer}`,
      evidence: [...evidence.values()],
    }
  })
  return { ...conversation, questions }
}

function eachQuestion(conversation: Conversation, change: (text: string) => string): Conversation {
  const questions = conversation.questions.map(question => ({ ...question, text: change(question.text) }))
  return { ...conversation, questions }
}
