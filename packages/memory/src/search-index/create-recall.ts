import { createRecall, type Recall } from '../recall'
import type { Language } from '../recall/language'
import type { IndexSetup, NearWords } from './messages'

/** Whom an index answers: what else its answers depend on. */
export interface Asker {
  /** when records were last said again, ms, by id */
  readonly said: Map<string, number>
  readonly near: NearWords | undefined
}

export type CreateRecall = (asker: () => Asker | undefined) => Recall

/** Makes the indexes of a worker as the memory set them up. */
export function recallCreator(
  setup: Omit<IndexSetup, 'language' | 'shared'>,
  language: Language,
  onPassage?: (id: string) => void,
): CreateRecall {
  return asker =>
    createRecall({
      ...setup,
      language,
      saidAgain: id => asker()?.said.get(id),
      ...(onPassage && { onPassage }),
      // The memory has the table, and sends what it says of the words of a question.
      wordTable: { id: 'sent', neighboursOf: word => asker()?.near?.get(word) ?? [] },
    })
}
