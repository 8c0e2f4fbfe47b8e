import type { InspectedPacket } from '../memory-face'
import { number } from '../model/count-text'
import { packetLines } from '../model/packet-lines'

const names = { frame: 'Frame', item: 'One record', conflict: 'A conflict, with all its sides' } as const

/** The budget as a bar: what frames the packet, its lines by their length, and what is free. */
export function BudgetBar({ packet, budget }: { packet: InspectedPacket; budget: number }) {
  const lines = packetLines(packet.text)
  const characters = lines.reduce((sum, { length }) => sum + length, 0)
  const width = (length: number) => `${(100 * packet.tokens * length) / characters / budget}%`
  return (
    <div
      className="budget"
      role="img"
      aria-label={`${number(packet.tokens)} of ${number(budget)} tokens, ${number(Math.max(0, budget - packet.tokens))} free`}
    >
      {lines.map(({ kind, length }, index) => (
        <i
          // biome-ignore lint/suspicious/noArrayIndexKey: the bar is drawn anew with each packet
          key={index}
          className={kind}
          style={{ width: width(length) }}
          title={`${names[kind]}, ${number(Math.round((packet.tokens * length) / characters))} tokens`}
        />
      ))}
      <i className="rest" />
    </div>
  )
}
