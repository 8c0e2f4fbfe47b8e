import { useInspector } from '../inspector-context'
import type { InspectedDependent, InspectedRecord } from '../memory-face'
import { closedBy } from '../model/closed-by'
import { count } from '../model/count-text'
import { ErrorNote } from '../states/error-note'
import { useDependents } from '../use-dependents'
import { LinkedRecords } from './linked-records'

/** So many records are shown on each side; the rest is counted. */
const shown = 4

export interface ProvenanceProps {
  readonly record: InspectedRecord
  /** Ids of its versions, as far as they are read. */
  readonly versions: readonly string[]
}

/** What the record was built from and how that stands, what was built on it, and what would fall with it. */
export function Provenance({ record, versions }: ProvenanceProps) {
  const dependents = useDependents(record.id)
  return (
    <div className="provenance">
      <LinkedRecords title="Built from" links={record.supports} shown={shown} none="Nothing was named as its ground." />
      {dependents.phase === 'failed' && <ErrorNote error={dependents.error} />}
      {dependents.phase === 'ready' && (
        <>
          <LinkedRecords
            title="Built on it"
            links={dependents.value}
            shown={shown}
            none="No record here is built on it."
          />
          <Falls ids={[record.id, ...versions]} dependents={dependents.value} />
        </>
      )}
    </div>
  )
}

function Falls({ ids, dependents }: { ids: readonly string[]; dependents: readonly InspectedDependent[] }) {
  const { feed } = useInspector()
  if (dependents.length === 0) return null
  const closed = closedBy(ids, dependents)
  const agents = new Set(dependents.filter(({ id }) => closed.has(id)).map(({ author }) => author.agent))
  const others = feed.agents.filter(agent => agents.has(agent))
  return (
    <p className="label">
      {closed.size === 0
        ? 'Retracting it would close nothing else: all that is built on it has other support.'
        : `Retracting it would close ${count(closed.size, 'record')} as well${others.length > 0 ? `, by ${others.join(', ')}` : ''}.`}
    </p>
  )
}
