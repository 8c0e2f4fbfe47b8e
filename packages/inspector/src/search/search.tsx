import { useEffect, useRef, useState } from 'react'
import { useInspector } from '../inspector-context'
import { formatRoute } from '../model/route'
import { targetOf } from '../target-of'
import { isTyping, useKeys } from '../use-keys'
import { useSearch } from '../use-search'
import { AskBar } from './ask-bar'
import { Packet } from './packet'
import { Recalled } from './recalled'
import { SearchStart } from './search-start'
import { useQuestion } from './use-question'
import { Why } from './why'

/** What would be recalled, why, and what would the agent read? */
export function Search() {
  const { route, goTo, isNarrow } = useInspector()
  const { question, settled, setQuestion } = useQuestion()
  const answer = useSearch(question)
  const [picked, setPicked] = useState(0)
  const [budget, setBudget] = useState(800)
  const box = useRef<HTMLInputElement>(null)
  useEffect(() => box.current?.focus(), [])
  const ask = (words: string) => {
    setQuestion(words)
    setPicked(0)
  }
  const start = (words: string) => {
    ask(words)
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
    Enter: event => {
      const target = targetOf(event)
      return (target === box.current || !isTyping(target)) && isFree(target) && open()
    },
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
        <AskBar box={box} question={question} onQuestion={ask} budget={budget} onBudget={setBudget} />
        {answer === null ? (
          <SearchStart onAsk={start} />
        ) : (
          <>
            <Recalled answer={answer} list={list} picked={index} onPick={setPicked} onTap={tap} onOpen={open} />
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
            <Packet question={settled} budget={budget} />
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
