import { useObservable } from '@commonplace/react'
import { useInspector } from '../inspector-context'
import { span } from '../model/clock-text'
import { count } from '../model/count-text'
import { median, quantile } from '../model/quantile'
import { Histogram } from './histogram'

/** How long this tab's own writes took to become durable on the relay: measured here, by this page. */
export function OwnWrites() {
  const { relay, times: measured } = useInspector()
  const times = useObservable(measured)
  return (
    <section className="panel">
      <header>
        <h2>Time to durable</h2>
        <span className="end label">{times.length > 0 ? `last ${count(times.length, 'write')}` : 'this tab'}</span>
      </header>
      <div className="hist">
        {times.length === 0 ? (
          <p className="muted">
            {relay
              ? 'From the press of the button to the relay’s disk. Measured once this page has written something.'
              : 'Without a relay a write is durable on this device only.'}
          </p>
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
            <p className="label">Written with this page, acknowledged by the relay after it was on its disk.</p>
          </>
        )}
      </div>
    </section>
  )
}
