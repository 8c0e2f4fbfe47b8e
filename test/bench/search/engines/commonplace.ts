import { createRecall, type Filter, type Recall } from '../../../../packages/memory/src/recall'
import { pack, restoreIndex, saveIndex, Unpacked } from '../../../../packages/memory/src/recall/saved/part'
import type { BenchQuestion } from '../corpus'
import { type Engine, limit } from './engine'

const noPause = () => undefined

export function commonplace(): Engine {
  return engineOf(createRecall())
}

function engineOf(recall: Recall): Engine {
  return {
    add: record => recall.put(record),
    update: (_, after) => recall.put(after),
    remove: record => recall.remove(record.id),
    ask: ({ text }) => recall.search({ text, limit }).map(({ id }) => id),
    askFiltered: question =>
      recall.search({ text: question.text, limit, filter: filterOf(question) }).map(({ id }) => id),
    async save() {
      return [await pack((await saveIndex(recall, 'team', noPause))!, noPause)]
    },
    async load([bytes]) {
      const loaded = createRecall()
      // The index is read where it lies: a store gives bytes of their own each time.
      await restoreIndex(loaded, 'team', new Unpacked((bytes as Uint8Array<ArrayBuffer>).slice()), noPause)
      return engineOf(loaded)
    },
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
