const rows = Array.from({ length: 20 }, (_, index) => index)

/** The shape of what comes, in its final row height. */
export function Loading({ words = 'Reading the records of this device' }: { words?: string }) {
  return (
    <div className="view fill">
      <p className="nothing" role="status">
        {words}
      </p>
      <ol className="bones" aria-hidden="true">
        {rows.map(row => (
          <li key={row}>
            <i className="bone" />
            <i className="bone" />
            <i className="bone" />
            <i className="bone" />
          </li>
        ))}
      </ol>
    </div>
  )
}
