import { useInspector } from '../inspector-context'
import { count } from '../model/count-text'
import { filterRecords } from '../model/filter-records'
import { firstQuestions } from '../model/first-questions'

/** Before the first word: what comes of one, and a few to begin with. */
export function SearchStart({ onAsk }: { onAsk: (question: string) => void }) {
  const { feed, route } = useInspector()
  const records = filterRecords(feed.records, route.filters)
  if (records.length === 0) {
    return (
      <div className="blank">
        <div>
          <h2>Nothing to recall</h2>
          <p>
            {feed.records.length === 0
              ? 'There is no record yet that could be recalled. Press Write to add the first one.'
              : 'No record passes the filters above.'}
          </p>
        </div>
      </div>
    )
  }
  return (
    <div className="blank">
      <div>
        <h2>What would be recalled?</h2>
        <p>
          {`Ask in a sentence or a few words: what an agent in this tab would recall of ${count(records.length, 'record')}, why each of it, and the packet it would read.`}
        </p>
        <ul className="first-questions" aria-label="Questions to begin with">
          {firstQuestions(records).map(question => (
            <li key={question}>
              <button type="button" className="btn" onClick={() => onAsk(question)}>
                {question}
              </button>
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}
