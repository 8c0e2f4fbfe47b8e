import { useInspector } from '../inspector-context'
import type { InspectedRecord } from '../memory-face'
import { dateAndMinute, exactTime } from '../model/clock-text'

/** The fields of a record that are set, as label and value. */
export function RecordProperties({ record }: { record: InspectedRecord }) {
  const today = useInspector().now()
  const { scope, source } = record
  const fields: readonly (readonly [name: string, value: string | undefined, mono?: boolean])[] = [
    ['Written', exactTime(record.time, today)],
    ['Kind', record.kind],
    ['Space', record.space],
    ['Versions', String(record.versions)],
    ['User, app', [scope.user, scope.app].filter(Boolean).join(', ') || 'none'],
    ['Run', scope.run, true],
    ['Confidence', record.confidence?.toFixed(2)],
    ['Importance', record.importance?.toFixed(2)],
    ['Valid from', record.validFrom && dateAndMinute(record.validFrom)],
    ['Valid to', record.validTo && dateAndMinute(record.validTo)],
    ['Expires', record.expires && dateAndMinute(record.expires)],
    ['Source', source && [source.type, source.name, source.uri].filter(Boolean).join(' ')],
    ['Came from', record.origins.join(', ')],
    ['Nearly says', record.gate?.similarTo?.join(', '), true],
    ['Taken out', record.gate?.redacted?.join(', ')],
    ['Sensitivity', record.sensitivity],
    ['Pinned', record.pinned ? 'yes' : undefined],
    ['Title', record.title],
  ]
  return (
    <dl className="props">
      {fields.map(([name, value, mono]) =>
        value === undefined ? null : (
          <div key={name}>
            <dt>{name}</dt>
            <dd className={mono ? 'mono' : undefined}>{value}</dd>
          </div>
        ),
      )}
    </dl>
  )
}
