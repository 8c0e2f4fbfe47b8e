import type { InspectedRecord } from './memory-face'
import { valueText } from './model/value-text'

/**
 * One line of a record: key and value of a fact, else its content. Always text, never markup. It stands in an element with
 * `dir="auto"`, so that a text from right to left begins at the right, and is cut at its end.
 */
export function RecordText({ record }: { record: InspectedRecord }) {
  if (record.key === undefined) return record.content
  return (
    <>
      <span className="k">{record.key}</span> <span className="subtle">=</span> <bdi>{valueText(record.value)}</bdi>
    </>
  )
}
