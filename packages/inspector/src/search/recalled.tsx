import type { Ref } from 'react'
import { useInspector } from '../inspector-context'
import { number } from '../model/count-text'
import { filterRecords } from '../model/filter-records'
import { ErrorNote } from '../states/error-note'
import type { Answer } from '../use-search'
import { Hits, type HitsProps } from './hits'

export interface RecalledProps extends Omit<HitsProps, 'hits'> {
  readonly answer: Answer
  readonly list: Ref<HTMLDivElement>
}

/** The answer to a question: how many hits out of how many records, how fast, and which. */
export function Recalled({ answer, list, ...picking }: RecalledProps) {
  const { feed, route } = useInspector()
  const { hits } = answer
  return (
    <div className="col first" ref={list}>
      <h2>
        Recalled {hits.length}
        <small>
          {answer.ms.toFixed(1)} ms over {number(filterRecords(feed.records, route.filters).length)} records
        </small>
      </h2>
      <p className="sr" role="status">
        {hits.length} recalled
      </p>
      {answer.error !== undefined && <ErrorNote error={answer.error} />}
      {hits.length === 0 && answer.error === undefined && (
        <p className="nothing">Nothing here has any of these words.</p>
      )}
      <Hits hits={hits} {...picking} />
    </div>
  )
}
