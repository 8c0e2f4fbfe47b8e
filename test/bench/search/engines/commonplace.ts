import { createRecall, type Filter } from '../../../../packages/memory/src/recall'
import type { BenchQuestion } from '../corpus'
import { type Engine, limit } from './engine'

export function commonplace(): Engine {
  const recall = createRecall()
  return {
    add: record => recall.put(record),
    update: (_, after) => recall.put(after),
    remove: record => recall.remove(record.id),
    ask: ({ text }) => recall.search({ text, limit }).map(({ id }) => id),
    askFiltered: question =>
      recall.search({ text: question.text, limit, filter: filterOf(question) }).map(({ id }) => id),
  }
}

/** As a memory asks by default: the caller's filter, and beside it what is the agent's user's and app's or nobody's. */
function filterOf({ user, app }: BenchQuestion): Filter {
  return {
    and: [
      { user, space: 'team' },
      { user: [user, null], app: [app, null] },
    ],
  }
}
