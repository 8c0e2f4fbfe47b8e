import type { ReactNode } from 'react'
import { span } from '../model/clock-text'
import { count } from '../model/count-text'
import { median, quantile } from '../model/quantile'
import { Histogram } from './histogram'

export interface TimesPanelProps {
  readonly title: string
  /** ms, the last of them last */
  readonly times: readonly number[]
  /** What to say while there are none. */
  readonly none: string
  /** What the figures are of. */
  readonly children: ReactNode
}

/** Times that this page measured: their middle, the slowest, and how often which. */
export function TimesPanel({ title, times, none, children }: TimesPanelProps) {
  return (
    <section className="panel">
      <header>
        <h2>{title}</h2>
        <span className="end label">{times.length > 0 ? `last ${count(times.length, 'write')}` : 'this tab'}</span>
      </header>
      <div className="hist">
        {times.length === 0 ? (
          <p className="muted">{none}</p>
        ) : (
          <>
            <div className="figure">
              <b>{span(median(times))}</b>
              <span className="muted">
                median,{' '}
                {times.length < 100 ? `slowest ${span(Math.max(...times))}` : `${span(quantile(times, 0.99))} at p99`}
              </span>
            </div>
            <Histogram times={times} />
          </>
        )}
        {times.length > 0 && <p className="label">{children}</p>}
      </div>
    </section>
  )
}
