import { Icon } from './icon'
import { useInspector } from './inspector-context'
import type { InspectedRecord } from './memory-face'
import { openSpaces } from './model/spaces'

/** How safe a record is, in words; healthy has no colour. */
export function DurabilityTag({ record }: { record: InspectedRecord }) {
  const { memory, relay } = useInspector()
  const space = openSpaces(memory).find(({ name }) => name === record.space)
  const goesOut = relay !== undefined && space?.visibility !== 'private'
  switch (record.durability) {
    case 'relay':
      return (
        <span className="tag">
          <Icon name="checks" />
          Durable on relay
        </span>
      )
    case 'local':
      if (!goesOut)
        return (
          <span className="tag">
            <Icon name="disk" />
            Durable on this device
          </span>
        )
      return (
        <span className="tag warn">
          <Icon name="wait" />
          On this device, not sent
        </span>
      )
    case 'memory':
      return (
        <span className="tag warn">
          <Icon name="wait" />
          Not on disk yet
        </span>
      )
    case 'refused':
      return (
        <span className="tag danger">
          <Icon name="no" />
          Refused by the relay
        </span>
      )
  }
}
