import { useState } from 'react'
import { useInspector } from '../inspector-context'
import type { InspectedAudit, InspectedFinding } from '../memory-face'
import { count, number, sentence } from '../model/count-text'
import { percentText } from '../model/percent-text'
import { formatRoute, noFilters } from '../model/route'
import { ErrorNote } from '../states/error-note'

type Looking =
  | { readonly phase: 'idle' }
  | { readonly phase: 'looking'; readonly done: number; readonly total: number }
  | { readonly phase: 'failed'; readonly error: unknown }
  | { readonly phase: 'ready'; readonly audit: InspectedAudit }

/** What an audit finds, in the words of the page, the worst first. */
const kinds = [
  ['secrets', 'look like a secret'],
  ['duplicates', 'say what an older record says'],
  ['nearDuplicates', 'say nearly what an older record says'],
  ['echoes', 'were written down from a search'],
  ['expired', 'have expired and are still on the disk'],
  ['unsupported', 'rest on nothing that is held here'],
  ['stale', 'are old and were not said again'],
  ['oversized', 'are over 4 kB'],
] as const satisfies readonly (readonly [keyof InspectedAudit, string])[]

/** What is kept here that adds nothing: asked for, since every record is looked at. */
export function Noise() {
  const { memory } = useInspector()
  const [looking, setLooking] = useState<Looking>({ phase: 'idle' })
  const look = async () => {
    setLooking({ phase: 'looking', done: 0, total: 0 })
    try {
      const onProgress = (progress: { done: number; total: number }) => setLooking({ phase: 'looking', ...progress })
      setLooking({ phase: 'ready', audit: await memory.audit({ scope: 'all', onProgress }) })
    } catch (error) {
      setLooking({ phase: 'failed', error })
    }
  }
  const isBusy = looking.phase === 'looking'
  return (
    <section className="panel">
      <header>
        <h2>Noise</h2>
        <button type="button" className="btn small end" disabled={isBusy} onClick={() => void look()}>
          {isBusy ? `${number(looking.done)} of ${number(looking.total)}` : 'Look through every record'}
        </button>
      </header>
      {looking.phase === 'failed' && <ErrorNote error={looking.error} />}
      {looking.phase === 'idle' && (
        <p className="nothing">Copies, echoes, secrets and what has gone stale are counted.</p>
      )}
      {looking.phase === 'ready' && <Findings audit={looking.audit} />}
    </section>
  )
}

function Findings({ audit }: { audit: InspectedAudit }) {
  const found = kinds.filter(([kind]) => audit[kind].count > 0)
  const { junk, records } = audit
  return (
    <div role="status">
      <p className="nothing">
        {junk.count === 0
          ? `None of ${count(records, 'record')} only repeats another.`
          : `${count(junk.count, 'record')} of ${number(records)} could go without loss, ${percentText(junk.share)}.`}
      </p>
      <ul className="findings">
        {found.map(([kind, words]) => (
          <li key={kind}>
            <b>
              {sentence(words)}: {number(audit[kind].count)}
            </b>
            <Examples finding={audit[kind]} />
          </li>
        ))}
      </ul>
    </div>
  )
}

function Examples({ finding: { examples } }: { finding: InspectedFinding }) {
  return examples.map(({ id, content, because }) => (
    <p key={id}>
      <a href={formatRoute({ view: 'records', record: id, filters: noFilters })}>{content}</a>
      {because !== undefined && <span className="subtle"> {because}</span>}
    </p>
  ))
}
