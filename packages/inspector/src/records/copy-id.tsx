import { useState } from 'react'
import { Icon } from '../icon'

/** Copies the id of the record; says so for a reader that cannot see the icon change. */
export function CopyId({ onCopy }: { onCopy: () => void }) {
  const [copied, setCopied] = useState(false)
  return (
    <>
      <button
        type="button"
        className="btn small quiet square icon-only"
        aria-label="Copy id"
        title="Copy id"
        onClick={() => {
          onCopy()
          setCopied(true)
        }}
      >
        <Icon name={copied ? 'check' : 'copy'} />
      </button>
      <span className="sr" role="status">
        {copied ? 'Id copied' : ''}
      </span>
    </>
  )
}
