import type { AccessPolicy, Draft } from './access-policy'

/** Which agents may read each space; `'*'` for all of them. As the relay's policy log says it, by who opens the memory. */
export type Audiences = Readonly<Record<string, '*' | readonly string[]>>

/**
 * A write policy by audience: a memory may be seen by those only who may see everything that it is made from. Where the space that was
 * asked for has others in it, the memory goes to the space with the most readers that has none; where there is no such
 * space it is refused. A space that is not named here is seen by nobody else.
 *
 * @example
 * const policy = audiencePolicy({ team: '*', payments: ['billing', 'audit'], refunds: ['billing'] })
 */
export function audiencePolicy(audiences: Audiences): AccessPolicy {
  const declared = new Map(Object.entries(audiences))
  const isWithin = (space: string, other: string): boolean => {
    const [those, all] = [declared.get(space), declared.get(other)]
    if (space === other || all === '*') return true
    return those !== undefined && those !== '*' && all !== undefined && those.every(agent => all.includes(agent))
  }
  const sizeOf = (space: string): number => {
    const audience = declared.get(space)
    return audience === '*' ? Number.POSITIVE_INFINITY : (audience?.length ?? 0)
  }
  const byReaders = [...declared.keys()].sort((a, b) => sizeOf(b) - sizeOf(a))
  return {
    write({ space, touched }: Draft) {
      const isFor = (place: string) => touched.every(each => isWithin(place, each))
      if (isFor(space)) return true
      const found = byReaders.find(isFor)
      if (found !== undefined) return { space: found }
      return { refuse: `no space is for those only who may see all of ${touched.join(', ')}` }
    },
  }
}
