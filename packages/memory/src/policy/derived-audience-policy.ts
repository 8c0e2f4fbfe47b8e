import type { AccessPolicy, Draft } from './access-policy'

/**
 * A write policy by the relay's policy log, in place of audiences that the application names: a memory stays in the space that was
 * asked for where everybody who reads that space may see it; else it goes to the open space with the most readers of whom that is
 * true, and where there is none it is refused, with those named who would see what they may not. It needs the whole log on this
 * device: a token with the claim `admin`.
 *
 * @example
 * const memory = await openMemory({ agent: { id: 'summary' }, relay, policy: derivedAudiencePolicy() })
 */
export function derivedAudiencePolicy(): AccessPolicy {
  return {
    write({ space, audiences }: Draft) {
      if (audiences === undefined) {
        return {
          refuse: 'who reads which space is not known here: the relay has not told this agent of the whole policy log',
        }
      }
      const outside = audiences.outside(space)
      if (outside.length === 0) return true
      const found = audiences.spaces.find(each => audiences.outside(each).length === 0)
      if (found !== undefined) return { space: found }
      return {
        refuse: `${outside.join(', ')} may read "${space}", but not all that it is made from, and no open space is for those only who may`,
      }
    },
  }
}
