import { useMemo } from 'react'
import { useInspector } from '../inspector-context'
import type { InspectedRecord } from '../memory-face'
import { count } from '../model/count-text'
import { LinkedRecords } from './linked-records'

/** So many records are shown on each side; the rest is counted. */
const shown = 4

/** What the record was built from, and what was built on it. */
export function Provenance({ record }: { record: InspectedRecord }) {
  const { feed } = useInspector()
  const builtOn = useMemo(
    () => feed.records.filter(other => other.derivedFrom.includes(record.id)).map(other => other.id),
    [feed.records, record.id],
  )
  return (
    <div className="provenance">
      <LinkedRecords
        title="Built from"
        ids={record.derivedFrom}
        shown={shown}
        none="Nothing was named as its ground."
      />
      <LinkedRecords title="Built on it" ids={builtOn} shown={shown} none="No record here is built on it." />
      {builtOn.length > 0 && (
        <p className="label">{count(builtOn.length, 'record')} would lose support if this one were retracted.</p>
      )}
    </div>
  )
}
