import type { Identity, Shape } from '../model/identity'

const paths: Readonly<Record<Shape, string>> = {
  hexagon: 'M0-8 7-4V4L0 8-7 4V-4z',
  circle: 'M-7 0a7 7 0 1 0 14 0a7 7 0 1 0-14 0z',
  square: 'M-6.5-6.5H6.5V6.5H-6.5z',
  diamond: 'M0-8 8 0 0 8-8 0z',
  triangle: 'M0-8 8 6.5H-8z',
  bar: 'M-8-3.5H8V3.5H-8z',
}

/** The sign of an agent inside a drawing; its name stands at the head of the line. */
export function ForkMark({ identity, x, y }: { identity: Identity; x: number; y: number }) {
  return (
    <path className={`mark agent-${identity.colour}`} d={paths[identity.shape]} transform={`translate(${x} ${y})`} />
  )
}
