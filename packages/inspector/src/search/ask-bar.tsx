import type { Ref } from 'react'
import { Icon } from '../icon'
import { useInspector } from '../inspector-context'
import { number } from '../model/count-text'
import { FilterChips } from '../records/filter-chips'
import { mostHits } from '../use-search'
import { Who } from '../who'

const budgets = [200, 400, 800, 1600, 3200]

export interface AskBarProps {
  readonly box: Ref<HTMLInputElement>
  readonly question: string
  readonly onQuestion: (question: string) => void
  /** Of the packet, in tokens. */
  readonly budget: number
  readonly onBudget: (budget: number) => void
}

/** What is asked, and under which conditions: by whom, among which records, for how many tokens. */
export function AskBar({ box, question, onQuestion, budget, onBudget }: AskBarProps) {
  const { self } = useInspector()
  return (
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
          onChange={event => onQuestion(event.target.value)}
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
        <select value={budget} onChange={event => onBudget(Number(event.target.value))}>
          {budgets.map(tokens => (
            <option key={tokens} value={tokens}>
              {number(tokens)} tokens
            </option>
          ))}
        </select>
      </label>
    </search>
  )
}
