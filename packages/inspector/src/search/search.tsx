import { useDeferredValue, useEffect, useRef, useState } from 'react'
import { Icon } from '../icon'
import { useInspector } from '../inspector-context'
import { number } from '../model/count-text'
import { filterRecords } from '../model/filter-records'
import { formatRoute } from '../model/route'
import { FilterChips } from '../records/filter-chips'
import { ErrorNote } from '../states/error-note'
import { isTyping, useKeys } from '../use-keys'
import { mostHits, useSearch } from '../use-search'
import { Who } from '../who'
import { Hits } from './hits'
import { Packet } from './packet'
import { SearchStart } from './search-start'
import { Why } from './why'

const budgets = [200, 400, 800, 1600, 3200]

/** What would be recalled, why, and what would the agent read? */
export function Search() {
  const { feed, self, route, goTo, isNarrow } = useInspector()
  const [question, setQuestion] = useState(route.question ?? '')
  const answer = useSearch(question)
  const [picked, setPicked] = useState(0)
  const [budget, setBudget] = useState(800)
  const box = useRef<HTMLInputElement>(null)
  const settledQuestion = useDeferredValue(question)
  useEffect(() => box.current?.focus(), [])
  // The address follows the box; the box follows the address only when somebody else changed it.
  const written = useRef(route.question ?? '')
  useEffect(() => {
    const asked = route.question ?? ''
    if (asked !== written.current) setQuestion(asked)
    written.current = asked
  }, [route.question])
  useEffect(() => {
    written.current = settledQuestion
    goTo(formatRoute({ view: 'search', question: settledQuestion, filters: route.filters }), 'replace')
  }, [settledQuestion, route.filters, goTo])
  const ask = (words: string) => {
    setQuestion(words)
    setPicked(0)
    box.current?.focus()
  }
  const hits = answer?.hits ?? []
  const index = Math.min(picked, Math.max(0, hits.length - 1))
  const hit = hits[index]
  const move = (step: number) => setPicked(Math.min(hits.length - 1, Math.max(0, index + step)))
  const open = () => {
    if (!hit) return false
    goTo(formatRoute({ view: 'records', record: hit.record.id, filters: route.filters }))
  }
  useKeys({
    '/': () => box.current?.select(),
    'Mod+k': () => box.current?.select(),
    j: () => move(1),
    k: () => move(-1),
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Enter: event => (event.target === box.current || !isTyping(event.target)) && isFree(event.target) && open(),
    Escape: () => box.current?.blur(),
  })
  const list = useRef<HTMLDivElement>(null)
  const why = useRef<HTMLHeadingElement>(null)
  // On a phone the reasons stand below all hits, where nobody would see that they changed.
  const tap = (at: number) => {
    setPicked(at)
    if (isNarrow) why.current?.focus()
    if (isNarrow) why.current?.scrollIntoView()
  }
  const backToHits = () => list.current?.querySelector<HTMLElement>('[aria-selected="true"]')?.focus()
  return (
    <div className="view fill">
      <div className="play">
        <search className="ask">
          <label className="question">
            <Icon name="search" className="subtle" />
            <span className="sr">Question</span>
            <input
              ref={box}
              value={question}
              spellCheck={false}
              autoComplete="off"
              placeholder="Ask as an agent would"
              onChange={event => {
                setQuestion(event.target.value)
                setPicked(0)
              }}
            />
            <kbd>/</kbd>
          </label>
          <span className="opt">
            <span className="of">as</span>
            <Who agent={self.agent} />
          </span>
          <FilterChips />
          <span className="opt">
            <span className="of">scope</span>all
          </span>
          <span className="opt num">
            <span className="of">limit</span>
            {mostHits}
          </span>
          <label className="opt num">
            <span className="of">budget</span>
            <select value={budget} onChange={event => setBudget(Number(event.target.value))}>
              {budgets.map(tokens => (
                <option key={tokens} value={tokens}>
                  {number(tokens)} tokens
                </option>
              ))}
            </select>
          </label>
        </search>
        {answer === null ? (
          <SearchStart onAsk={ask} />
        ) : (
          <>
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
              <Hits hits={hits} picked={index} onPick={setPicked} onTap={tap} onOpen={open} />
            </div>
            <div className="col">
              <h2 ref={why} tabIndex={-1}>
                Why was this recalled{hit && <small>rank {index + 1}</small>}
                {hit && isNarrow && (
                  <button type="button" className="btn small" onClick={backToHits}>
                    Results
                  </button>
                )}
              </h2>
              {hit ? <Why hit={hit} /> : <p className="nothing">There is nothing to explain.</p>}
            </div>
            <Packet question={settledQuestion} budget={budget} />
          </>
        )}
      </div>
    </div>
  )
}

/** Enter on a link or a button is theirs. */
function isFree(target: EventTarget | null): boolean {
  return !(target instanceof HTMLElement && target.closest('a, button'))
}
