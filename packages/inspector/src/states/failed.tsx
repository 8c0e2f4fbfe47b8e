import type { ReactNode } from 'react'
import { Icon } from '../icon'
import { sentence } from '../model/count-text'
import { describeError } from '../model/describe-error'

export interface FailedProps {
  readonly error: unknown
  /** What was being done: "The memory could not be opened". */
  readonly doing: string
  /** What to do where the error does not say so, or speaks to who runs a server: of what is stored, which a person has in a browser. */
  readonly otherwise?: string
  /** What a person can do now. */
  readonly children?: ReactNode
}

/** Something that lasts went wrong: code, what happened, what to do. */
export function Failed({ error, doing, otherwise, children }: FailedProps) {
  const { code, message, hint } = describeError(error)
  return (
    <div className="middle">
      <div className="blank" role="alert">
        <div>
          <span className="tag danger">
            <Icon name="alert" />
            {code}
          </span>
          <h2>{doing}</h2>
          <p>
            {sentence(message)}. {(code === 'storage-failed' && otherwise) || hint || otherwise}
          </p>
        </div>
        {children && <div className="row">{children}</div>}
      </div>
    </div>
  )
}
