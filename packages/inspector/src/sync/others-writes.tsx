import { useObservable } from '@commonplace/react'
import { useInspector } from '../inspector-context'
import { span } from '../model/clock-text'
import { count } from '../model/count-text'
import { TimesPanel } from '../overview/times-panel'

/** How long the writes of others took to be here, since the page was opened. */
export function OthersWrites() {
  const { arrivals, status } = useInspector()
  const { times, apart } = useObservable(arrivals)
  const late = apart > 0 ? ` ${count(apart, 'write')} came later, written apart.` : ''
  return (
    <TimesPanel
      title="From others to here"
      times={times}
      none={`From another agent’s write to this tab. Measured when one arrives while this page is open.${late}`}
    >
      By the clocks of author and tab{status.skewMs > 0 ? `; another’s is up to ${span(status.skewMs)} ahead` : ''}.
      {late}
    </TimesPanel>
  )
}
