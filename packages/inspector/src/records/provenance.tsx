import { useInspector } from '../inspector-context'
import type { InspectedDependent, InspectedRecord } from '../memory-face'
import { fallText } from '../model/fall-text'
import { RecordText } from '../record-text'
import { ErrorNote } from '../states/error-note'
import type { Look } from '../use-look'
import type { Reading } from '../use-versions'
import { ProvenanceLayer } from './provenance-layer'

export interface ProvenanceProps {
  readonly record: InspectedRecord
  /** Ids of its versions, as far as they are read. */
  readonly versions: readonly string[]
  /** What was made from it. */
  readonly dependents: Reading<readonly InspectedDependent[]>
  readonly look: Look
}

/** What the record was built from and how that stands, what was built on it, and what would fall with it: drawn. */
export function Provenance({ record, versions, dependents, look }: ProvenanceProps) {
  const { feed } = useInspector()
  const direct = dependents.phase === 'ready' ? dependents.value.filter(({ steps }) => steps === 1) : []
  return (
    <div className="provenance">
      <ProvenanceLayer
        title="Built from"
        links={record.supports}
        look={look}
        none="Nothing was named as its ground."
        side="above"
      />
      <p className="me">
        <b className="clip" dir="auto">
          <RecordText record={record} />
        </b>
        <small>this record{record.confidence !== undefined && ` · confidence ${record.confidence}`}</small>
      </p>
      {dependents.phase === 'failed' && <ErrorNote error={dependents.error} />}
      {dependents.phase === 'ready' && (
        <>
          <ProvenanceLayer
            title="Built on it"
            links={direct}
            look={look}
            none="No record here is built on it."
            side="below"
          />
          {look.isSelf && dependents.value.length > 0 && (
            <p className="label">{fallText([record.id, ...versions], dependents.value, feed.agents)}</p>
          )}
        </>
      )}
    </div>
  )
}
