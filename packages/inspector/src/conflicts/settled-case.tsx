import type { ReactNode } from 'react'
import { formatRoute, noFilters } from '../model/route'
import { valueText } from '../model/value-text'
import { useFold } from '../use-fold'
import { Who } from '../who'

export interface SettledCaseProps {
  readonly name: string
  readonly value: unknown
  /** The record that says it. */
  readonly kept: { readonly id: string; readonly author: { readonly agent: string } } | undefined
  /** Since when it is settled, or that it is. */
  readonly children: ReactNode
}

/** A fact of one side: what it says, by whom. */
export function SettledCase({ name, value, kept, children }: SettledCaseProps) {
  const text = valueText(value)
  const fold = useFold(text.length)
  return (
    <div className="settled" role="status">
      <div>
        <h2 className="key" tabIndex={-1}>
          {name}
        </h2>
        <p className="muted">{children}</p>
      </div>
      <div className="panel side">
        <div className="val">
          <b className={text.length > 32 ? `long ${fold.className}` : undefined}>{text}</b>
          {kept && (
            <span className="end">
              <Who agent={kept.author.agent} />
            </span>
          )}
        </div>
        {fold.button}
      </div>
      {kept && (
        <p>
          <a className="btn" href={formatRoute({ view: 'records', record: kept.id, filters: noFilters })}>
            Open the record
          </a>
        </p>
      )}
    </div>
  )
}
