import { stopwords } from '@orama/stopwords/english'

/** English words that carry no topic: Orama's list, the article it lacks, and auxiliaries as people type them. */
export const stopWords: ReadonlySet<string> = new Set([
  ...stopwords,
  ...'a did does do doing would could should shall may might can will has have had im ive dont didnt'.split(' '),
  // As chats write such words.
  ...'u ur youre theyre thats whats isnt arent wasnt wont cant couldnt shouldnt wouldnt havent hasnt doesnt'.split(' '),
  ...'gonna wanna gotta kinda lemme lol lmao haha hahaha omg tho cuz rn tbh idk btw ikr abt rly pls'.split(' '),
])
