import { Icon } from '../icon'
import { describeError } from '../model/describe-error'

/** An error where it happened: what, and what to do. */
export function ErrorNote({ error }: { error: unknown }) {
  const { code, message, hint } = describeError(error)
  return (
    <div className="note danger" role="alert">
      <Icon name="alert" />
      <span>
        <b className="mono">{code}</b> {message}. {hint}
      </span>
    </div>
  )
}
