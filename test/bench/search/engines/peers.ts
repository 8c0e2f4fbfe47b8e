import { createRequire } from 'node:module'
import { createTokenizer } from '../../../../packages/memory/src/recall/tokenizer'
import { fits } from './bm25'
import { type Engine, limit } from './engine'

// The peers are no part of the workspace, so nothing here knows their types.
// biome-ignore lint/suspicious/noExplicitAny: see above
type Untyped = any

function required(folder: string, name: string): Untyped {
  return createRequire(`${folder}/`)(name)
}

/** Orama as it comes: its own tokenizer, index and ranking. */
export function stockOrama(folder: string): Engine {
  const orama = required(folder, '@orama/orama')
  const schema = { text: 'string', space: 'enum', kind: 'enum', author: 'enum', user: 'enum', app: 'enum', run: 'enum' }
  const engineOver = (index: Untyped): Engine => ({
    add: ({ id, text, space, kind, author, user, app, run }) => {
      orama.insert(index, Object.freeze({ id, text, space, kind, author, user, app, run }))
    },
    update(before, { id, text, space, kind, author, user, app, run }) {
      orama.remove(index, before.id)
      orama.insert(index, Object.freeze({ id, text, space, kind, author, user, app, run }))
    },
    remove: ({ id }) => orama.remove(index, id),
    ask: ({ text }) => idsOf(orama.search(index, { term: text, limit })),
    askFiltered: ({ text, user, app }) =>
      idsOf(
        orama.search(index, {
          term: text,
          limit,
          where: { and: [{ user: { eq: user } }, { app: { eq: app } }, { space: { eq: 'team' } }] },
        }),
      ),
    save: () => [JSON.stringify(orama.save(index))],
    load(saved) {
      const restored = orama.create({ schema, sort: { enabled: false } })
      orama.load(restored, JSON.parse(String(saved[0])))
      return engineOver(restored)
    },
  })
  return engineOver(orama.create({ schema, sort: { enabled: false } }))
}

function idsOf(results: { hits: { id: string }[] }): string[] {
  return results.hits.map(({ id }) => id)
}

/** MiniSearch with our words, so that only the engines differ. */
export function miniSearch(folder: string): Engine {
  const loaded = required(folder, 'minisearch')
  const MiniSearch = loaded.default ?? loaded
  const { tokenize } = createTokenizer()
  const options = {
    fields: ['text'],
    storeFields: ['space', 'user', 'app'],
    tokenize,
    processTerm: (term: string) => term,
    searchOptions: { bm25: { k: 0.9, b: 0.3, d: 0 } },
  }
  const top = (results: { id: string }[]) => results.slice(0, limit).map(({ id }) => id)
  const engineOver = (index: Untyped): Engine => ({
    add: record => index.add(record),
    update: (_, after) => index.replace(after),
    remove: ({ id }) => index.discard(id),
    ask: ({ text }) => top(index.search(text)),
    askFiltered: question => top(index.search(question.text, { filter: (hit: Untyped) => fits(hit, question) })),
    save: () => [JSON.stringify(index)],
    load: saved => engineOver(MiniSearch.loadJSON(String(saved[0]), options)),
  })
  return engineOver(new MiniSearch(options))
}

/** FlexSearch as an index of texts, any word matching. It has no scores and, in this form, no filters. */
export function flexSearch(folder: string): Engine {
  const loaded = required(folder, 'flexsearch')
  const index: Untyped = new (loaded.Index ?? loaded.default.Index)({ tokenize: 'strict' })
  return {
    add: ({ id, text }) => index.add(id, text),
    update: (_, { id, text }) => index.update(id, text),
    remove: ({ id }) => index.remove(id),
    ask: ({ text }) => index.search(text, { limit, suggest: true }),
  }
}
