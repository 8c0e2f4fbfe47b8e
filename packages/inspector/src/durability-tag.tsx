import { Icon } from './icon'
import type { Durability } from './memory-face'

/** How safe a record is, in words; healthy has no colour. */
export function DurabilityTag({ durability }: { durability: Durability }) {
  switch (durability) {
    case 'relay':
      return (
        <span className="tag">
          <Icon name="checks" />
          Durable on relay
        </span>
      )
    case 'local':
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
