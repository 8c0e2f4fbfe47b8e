import { useObservable } from '@commonplace/react'
import { useInspector } from '../inspector-context'
import { TimesPanel } from './times-panel'

/** How long this tab's own writes took to become durable on the relay: measured here, by this page. */
export function OwnWrites() {
  const { relay, times: measured } = useInspector()
  const times = useObservable(measured)
  const none = relay
    ? 'From the press of the button to the relay’s disk. Measured once this page has written something.'
    : 'Without a relay a write is durable on this device only.'
  return (
    <TimesPanel title="Time to durable" times={times} none={none}>
      Written with this page, acknowledged by the relay after it was on its disk.
    </TimesPanel>
  )
}
