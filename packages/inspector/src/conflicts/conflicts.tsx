import { useInspector } from '../inspector-context'
import { formatRoute, noFilters } from '../model/route'
import { useKeys } from '../use-keys'
import { goTo } from '../use-route'
import { ConflictCase } from './conflict-case'
import { ConflictList } from './conflict-list'
import { SettledCase } from './settled-case'

/** Who disagrees, and what should be kept? */
export function Conflicts() {
  const { feed, route } = useInspector()
  const { conflict: wanted } = route
  const isWanted = (fact: { space: string; key: string }) => fact.key === wanted?.key && fact.space === wanted.space
  const open = wanted ? feed.conflicts.find(isWanted) : feed.conflicts[0]
  const settled = open ? undefined : wanted && feed.settled.find(({ fact }) => isWanted(fact))
  const move = (step: number) => {
    const index = open ? feed.conflicts.indexOf(open) : -1
    const next = feed.conflicts[Math.min(feed.conflicts.length - 1, Math.max(0, index + step))]
    if (next) goTo(formatRoute({ view: 'conflicts', conflict: next, filters: noFilters }), 'replace')
  }
  useKeys({ j: () => move(1), k: () => move(-1) })
  if (feed.conflicts.length === 0 && feed.settled.length === 0)
    return (
      <div className="view fill">
        <div className="middle">
          <div className="blank">
            <div>
              <h2>No fact is in dispute</h2>
              <p>
                When two agents write the same key without seeing each other, both sides stand here until somebody
                decides. Nothing is overwritten meanwhile.
              </p>
            </div>
            <div>
              <p className="label">
                Try it: force this tab offline, assert a fact here and the same key in another tab.
              </p>
            </div>
          </div>
        </div>
      </div>
    )
  return (
    <div className="view fill">
      <div className="conf">
        <ConflictList open={open} />
        {open && <ConflictCase key={`${open.space} ${open.key}`} fact={open} />}
        {settled && <SettledCase fact={settled.fact} at={settled.at} />}
        {!open && !settled && (
          <div className="case">
            <p className="muted">{wanted ? `${wanted.key} is not in dispute.` : 'Every dispute is settled.'}</p>
          </div>
        )}
      </div>
    </div>
  )
}
