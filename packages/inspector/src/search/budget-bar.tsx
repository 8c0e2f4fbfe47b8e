import type { InspectedPacket } from '../memory-face'
import { number } from '../model/count-text'
import { packetLines } from '../model/packet-lines'

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
        // biome-ignore lint/suspicious/noArrayIndexKey: the bar is drawn anew with each packet
        <i key={index} className={kind} style={{ width: width(length) }} />
      ))}
      <i className="rest" />
    </div>
  )
}
