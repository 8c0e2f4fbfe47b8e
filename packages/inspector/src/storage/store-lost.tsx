import type { InspectedStorage } from '../memory-face'
import { sentence } from '../model/count-text'

/** The store was deleted under the page: what happened, what still is, what to do. */
export function StoreLost({ lost }: { lost: NonNullable<InspectedStorage['lost']> }) {
  return (
    <div className="panel keep" role="alert">
      <p>
        <b className="mono">{lost.code}</b> {sentence(lost.message)}. {sentence(lost.hint)}. What the relay acknowledged
        comes back from it.
      </p>
      <button type="button" className="btn primary" onClick={() => location.reload()}>
        Open it anew
      </button>
    </div>
  )
}
