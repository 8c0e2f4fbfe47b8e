import type { ReactNode } from 'react'
import { Icon } from '../icon'
import type { IconName } from '../icon-paths'

export interface TodoItemProps {
  readonly icon: IconName
  /** Red: something is broken or was refused. */
  readonly isDanger?: boolean
  readonly what: ReactNode
  readonly so: ReactNode
  /** Where something can be done about it. */
  readonly href: string
  readonly go: string
  /** What `go` means, where the word alone does not tell. */
  readonly label?: string
}

/** One thing that wants a decision, and the way there. */
export function TodoItem({ icon, isDanger = false, what, so, href, go, label }: TodoItemProps) {
  return (
    <li>
      <Icon name={icon} className={isDanger ? 'danger' : undefined} />
      <div>
        <b>{what}</b>
        <p className="few">{so}</p>
      </div>
      <a className="btn small" href={href} aria-label={label}>
        {go}
      </a>
    </li>
  )
}
