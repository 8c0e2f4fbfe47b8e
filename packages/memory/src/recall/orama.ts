import type { AnyIndexStore, AnyOrama, IIndex, Orama } from '@orama/orama'
import {
  documentsStore,
  formatElapsedTime,
  getDocumentProperties,
  internalDocumentIDStore,
  validateSchema,
} from '@orama/orama/components'
import type { RecallTokenizer } from './tokenizer'

/** No order but the score's, no pinned hits. */
const sorter = { getSortableProperties: () => [] }

/**
 * An Orama database of these parts, for the methods of `@orama/orama`. Its own `create` brings trees, sorters and tokenizers
 * for fields, orders and languages that are not used here: a third of what a browser has to load of it.
 *
 * @param indexId of a document, which is then also its id in hits
 */
export function createOrama<Schema, Store extends AnyIndexStore>(
  schema: Schema,
  tokenizer: RecallTokenizer,
  index: IIndex<Store>,
  indexId: (document: { id: string }) => string,
): Orama<Schema> {
  const ids = internalDocumentIDStore.createInternalDocumentIDStore()
  const documents = documentsStore.createDocumentsStore()
  const hooks = ['beforeInsert', 'afterInsert', 'beforeRemove', 'afterRemove', 'beforeSearch', 'afterSearch']
  const orama = {
    id: 'recall',
    version: '',
    schema,
    tokenizer,
    index,
    documentsStore: documents,
    internalDocumentIDStore: ids,
    sorter,
    getDocumentIndexId: indexId,
    getDocumentProperties,
    validateSchema,
    formatElapsedTime,
    caches: {},
    data: {},
    ...Object.fromEntries(hooks.map(hook => [hook, []])),
  } as unknown as AnyOrama
  orama.data = {
    index: index.create(orama, ids, schema as never),
    docs: documents.create(orama, ids),
    sorting: {},
    pinning: { sharedInternalDocumentStore: ids, rules: new Map() },
  }
  return orama as unknown as Orama<Schema>
}
