import { useInspector } from '../inspector-context'
import { count } from '../model/count-text'

/** Before the first word. */
export function SearchStart() {
  const { feed } = useInspector()
  return (
    <div className="col first">
      <p className="nothing">
        {feed.records.length === 0
          ? 'There is no record yet that could be recalled.'
          : `Type a question or a few words: what an agent in this tab would recall from ${count(feed.records.length, 'record')}, with the parts of each score.`}
      </p>
    </div>
  )
}
