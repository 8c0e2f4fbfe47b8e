/** How an agent is told apart everywhere: one of six colours and one of six shapes, always beside its name. */
export interface Identity {
  /** 1 to 6: the token `--agent-N`. */
  readonly colour: number
  readonly shape: Shape
}

/** The shapes of `.sig`, in the order of the colours. */
export const shapes = ['hexagon', 'circle', 'square', 'diamond', 'triangle', 'bar'] as const
export type Shape = (typeof shapes)[number]

/** With this seed the six agents of the design's story get the colours and shapes they have there. */
const seed = 46189

/**
 * Gives each agent a colour and a shape. Each name has a slot of its own by hash, so a new agent rarely moves another;
 * a name that finds its slot taken gets the next free one. Above six agents the colours repeat with new shapes.
 *
 * @param names agents in the order of their first write, which is the same on every replica, then those who wrote nothing
 */
export function assignIdentities(names: Iterable<string>): ReadonlyMap<string, Identity> {
  const identities = new Map<string, Identity>()
  const taken = new Set<number>()
  for (const name of names) {
    if (identities.has(name)) continue
    const base = taken.size - (taken.size % shapes.length)
    let slot = base + (hash(name) % shapes.length)
    while (taken.has(slot)) slot = base + ((slot + 1) % shapes.length)
    taken.add(slot)
    identities.set(name, identityOf(slot))
  }
  return identities
}

/** The identity of an agent; one that wrote nothing that stands has the one its name prefers. */
export function identityIn(identities: ReadonlyMap<string, Identity>, name: string): Identity {
  return identities.get(name) ?? identityOf(hash(name) % shapes.length)
}

function identityOf(slot: number): Identity {
  const colour = slot % shapes.length
  const shape = shapes[(colour + Math.floor(slot / shapes.length)) % shapes.length] as Shape
  return { colour: colour + 1, shape }
}

/** FNV-1a with a final mix, over UTF-16 units. */
function hash(name: string): number {
  let value = seed
  for (let index = 0; index < name.length; index++) value = Math.imul(value ^ name.charCodeAt(index), 16777619)
  value ^= value >>> 15
  value = Math.imul(value, 0x2c1b3c6d)
  return (value ^ (value >>> 12)) >>> 0
}
