import type { InspectedFact } from '../memory-face'
import { span } from '../model/clock-text'
import { sideText } from '../model/side-text'
import { valueText } from '../model/value-text'

/** What each rule would keep, so that a person sees it before deciding. */
export function Rules({ fact }: { fact: InspectedFact }) {
  const byTime = fact.sides.toSorted((a, b) => b.time.getTime() - a.time.getTime())
  const [latest, earlier] = byTime
  const rated = fact.sides.filter(side => side.confidence !== undefined)
  const byConfidence = rated.toSorted((a, b) => (b.confidence ?? 0) - (a.confidence ?? 0))
  const surest = byConfidence[0]
  const meanwhile = valueText(fact.value)
  const isTie = surest?.confidence === byConfidence[1]?.confidence
  return (
    <section className="panel">
      <header>
        <h3>What each rule would keep</h3>
        <span className="end label clip" title={meanwhile}>
          read meanwhile: {meanwhile}
        </span>
      </header>
      <ul className="rules">
        {latest && earlier && (
          <li>
            <span className="muted">latest</span>
            <b className="few">{sideText(latest)}</b>
            <span className="subtle">newer by {span(latest.time.getTime() - earlier.time.getTime())}</span>
          </li>
        )}
        <li>
          <span className="muted">confidence</span>
          {surest && !isTie && rated.length === fact.sides.length ? (
            <>
              <b className="few">{sideText(surest)}</b>
              <span className="subtle">{byConfidence.map(side => side.confidence?.toFixed(2)).join(' against ')}</span>
            </>
          ) : (
            <>
              <b>no answer</b>
              <span className="subtle">{isTie && surest ? 'equally sure' : 'not given on every side'}</span>
            </>
          )}
        </li>
        <li>
          <span className="muted">manual</span>
          <b>your choice</b>
          <span className="subtle">below</span>
        </li>
      </ul>
    </section>
  )
}
