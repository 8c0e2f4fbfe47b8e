import { useInspector } from '../inspector-context'
import { LookAs } from '../look-as'
import { preciseClock } from '../model/clock-text'
import { count, number } from '../model/count-text'
import { formatRoute, noFilters } from '../model/route'
import { useKeys } from '../use-keys'
import { useLook } from '../use-look'
import { ConflictCase } from './conflict-case'
import { ConflictList } from './conflict-list'
import { SettledCase } from './settled-case'

/** Who disagrees, and what should be kept? */
export function Conflicts() {
  const { feed, route, goTo } = useInspector()
  const look = useLook()
  const conflicts = feed.conflicts.filter(({ space }) => look.reads(space))
  const seenSettled = feed.settled.filter(({ fact }) => look.reads(fact.space))
  const { conflict: wanted, as } = route
  const isWanted = (fact: { space: string; key?: string }) =>
    wanted !== undefined && fact.key === wanted.key && fact.space === wanted.space
  const open = wanted ? conflicts.find(isWanted) : conflicts[0]
  const settled = open ? undefined : wanted && seenSettled.find(({ fact }) => isWanted(fact))
  // An address of a dispute may be older than its end.
  const undisputed =
    open || settled ? undefined : wanted && feed.records.find(record => isWanted(record) && look.reads(record.space))
  const move = (step: number) => {
    const index = open ? conflicts.indexOf(open) : -1
    const next = conflicts[Math.min(conflicts.length - 1, Math.max(0, index + step))]
    if (next) goTo(formatRoute({ view: 'conflicts', conflict: next, as, filters: noFilters }), 'replace')
  }
  useKeys({ j: () => move(1), k: () => move(-1) })
  if (feed.conflicts.length === 0 && feed.settled.length === 0 && !undisputed)
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
        <ConflictList conflicts={conflicts} settled={seenSettled} open={open} />
        <div className="case">
          {look.canLook && (
            <LookAs agent={look.agent}>
              {!look.isSelf && (
                <span className="muted">
                  {look.agent} sees {seenOf(conflicts.length, feed.conflicts.length)}.
                </span>
              )}
            </LookAs>
          )}
          {open && <ConflictCase key={`${open.space} ${open.key}`} fact={open} />}
          {settled && (
            <SettledCase name={settled.fact.key} value={settled.fact.value} kept={settled.fact.sides[0]}>
              Settled at {preciseClock(settled.at)}. Every replica that has the decision reads the same.
            </SettledCase>
          )}
          {wanted && undisputed && (
            <SettledCase name={wanted.key} value={undisputed.value} kept={undisputed}>
              It is not in dispute.
            </SettledCase>
          )}
          {!open && !settled && !undisputed && (
            <p className="muted" tabIndex={-1}>
              {wanted && !look.reads(wanted.space) && hidden(look.agent, wanted)}
              {wanted && look.reads(wanted.space) && `There is no fact ${wanted.key} in ${wanted.space}.`}
              {!wanted &&
                (look.isSelf ? 'Every dispute is settled.' : `Nothing that ${look.agent} reads is in dispute.`)}
            </p>
          )}
        </div>
      </div>
    </div>
  )
}

function seenOf(seen: number, all: number): string {
  if (seen === all) return `all ${count(all, 'dispute')}`
  return `${seen === 0 ? 'none' : number(seen)} of the ${count(all, 'dispute')} here`
}

function hidden(agent: string, { key, space }: { readonly key: string; readonly space: string }): string {
  return `${key} is in ${space}, which ${agent} is not given to read. For ${agent} there is no such fact.`
}
