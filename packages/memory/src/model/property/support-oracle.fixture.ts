import type { Standing, SupportState } from '../support-graph'
import { type Trust, trustOrder } from '../support-node'

/** How every version stands, by the definitions alone, however slow: sets that grow until nothing is to be added. */
export function standNaively(
  versions: ReadonlyMap<string, SupportState>,
): Map<string, { standing: Standing; trust: Trust; taint: number }> {
  const levels = { gone: 0, waiting: 1, sound: 2 }
  const ids = [...versions.keys()]
  const supportsOf = (id: string) => versions.get(id)!.supports
  const grown = (holds: (id: string, found: ReadonlySet<string>) => boolean): Set<string> => {
    const found = new Set<string>()
    for (let more = true; more; ) {
      more = false
      for (const id of ids) if (!found.has(id) && holds(id, found)) more = !!found.add(id)
    }
    return found
  }
  const standing = (level: number) =>
    grown((id, found) => {
      const supports = supportsOf(id)
      const isHeld = supports.length === 0 || supports.some(each => !versions.has(each) || found.has(each))
      return levels[versions.get(id)!.own] >= level && isHeld
    })
  const [open, waiting] = [standing(2), standing(1)]
  const closed = grown(
    (id, found) =>
      !waiting.has(id) && (versions.get(id)!.own === 'gone' || supportsOf(id).some(each => found.has(each))),
  )
  const of = (id: string): Standing => {
    if (closed.has(id)) return 'closed'
    if (open.has(id)) return 'open'
    return waiting.has(id) || versions.get(id)!.own === 'waiting' ? 'waiting' : 'open'
  }
  const trust = new Map(ids.map(id => [id, closed.has(id) ? 0 : trustOrder.indexOf(versions.get(id)!.trust)]))
  for (let more = true; more; ) {
    more = false
    for (const id of ids) {
      if (closed.has(id)) continue
      const standingSupports = supportsOf(id).filter(each => !closed.has(each))
      const least = Math.min(
        trust.get(id)!,
        ...standingSupports.map(each => trust.get(each) ?? trustOrder.indexOf('unknown')),
      )
      if (least < trust.get(id)!) more = !!trust.set(id, least)
    }
  }
  const taint = new Map(ids.map(id => [id, 0]))
  for (let more = true; more; ) {
    more = false
    for (const id of ids) {
      const { marks = 0, cleared = 0 } = versions.get(id)!
      const all = supportsOf(id).reduce((bits, each) => bits | (taint.get(each) ?? 0), marks) & ~cleared
      if (all !== taint.get(id)) more = !!taint.set(id, all)
    }
  }
  return new Map(ids.map(id => [id, { standing: of(id), trust: trustOrder[trust.get(id)!]!, taint: taint.get(id)! }]))
}
