import type { InspectedHit } from '../memory-face'
import { partWords } from '../model/part-words'
import { formatRoute, noFilters } from '../model/route'
import { shades } from '../model/score-parts'

/** The score of one hit as a sum, and the words that matched. */
export function Why({ hit }: { hit: InspectedHit }) {
  const { words } = hit.why
  // What would be written as 0.00 says nothing.
  const parts = hit.why.parts.filter(({ value }) => Math.abs(value) >= 0.005)
  return (
    <div className="why">
      <table className="sum">
        <caption className="sr">Parts of the score</caption>
        <tbody>
          {parts.map(({ name, value }, index) => (
            <tr key={name}>
              <td>
                <i className={`p${Math.min(shades, index + 1)}`} />
                {partWords(name)}
              </td>
              <td className="num">
                {index > 0 && value > 0 ? '+' : ''}
                {value.toFixed(2)}
              </td>
            </tr>
          ))}
          <tr className="total">
            <td>Score</td>
            <td className="num">{hit.score.toFixed(2)}</td>
          </tr>
        </tbody>
      </table>
      <div>
        <p className="label">Words of the question that it has</p>
        {words.length === 0 ? (
          <p className="muted">None: it stands beside a record that has them.</p>
        ) : (
          <ul className="words">
            {words.map(word => (
              <li key={word}>
                <mark>{word}</mark>
              </li>
            ))}
          </ul>
        )}
      </div>
      <p>
        <a className="btn" href={formatRoute({ view: 'records', record: hit.record.id, filters: noFilters })}>
          Open the record <kbd>↵</kbd>
        </a>
      </p>
    </div>
  )
}
