import type { InspectedRecord } from '../memory-face'

/** The record as the library hands it out, as JSON. */
export function RawRecord({ record }: { record: InspectedRecord }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <pre className="raw" tabIndex={0}>
      {JSON.stringify(record, null, 2)}
    </pre>
  )
}
