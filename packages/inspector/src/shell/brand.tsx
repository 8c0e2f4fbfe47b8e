/** The mark: a page, its lines, and a note in the margin; and the name. */
export function Brand() {
  return (
    <>
      <svg viewBox="0 0 20 20" aria-hidden="true" fill="none" stroke="currentColor" strokeWidth="1.5">
        <rect x="2.75" y="2.25" width="14.5" height="15.5" rx="2.5" />
        <path d="M9.5 6.5h4.25M9.5 10h4.25M9.5 13.5H12" strokeLinecap="round" />
        <circle cx="6.25" cy="10" r="1.75" fill="var(--accent)" stroke="none" />
      </svg>
      <span>Commonplace</span>
    </>
  )
}
