import { useState } from 'react'
import { useInspector } from '../inspector-context'
import type { InspectedFact } from '../memory-face'
import { inWords, sentence } from '../model/count-text'
import { useKeys } from '../use-keys'
import { Fork } from './fork'
import { ResolveBar } from './resolve-bar'
import { Rules } from './rules'
import { SidePanel } from './side-panel'
import { useFocusOnNext } from './use-focus-on-next'

/** One fact in dispute: how it came to be, its sides, and the decision. */
export function ConflictCase({ fact }: { fact: InspectedFact }) {
  const { status } = useInspector()
  const heading = useFocusOnNext()
  const [chosen, setChosen] = useState<string | 'another' | null>(null)
  const byNumber = Object.fromEntries(
    [...fact.sides.map(side => side.id), 'another']
      .slice(0, 9)
      .map((id, index) => [String(index + 1), () => setChosen(id)]),
  )
  useKeys(byNumber)
  const writes = fact.sides.flatMap(({ heldBy }) => heldBy)
  const writers = new Set(writes.map(({ agent }) => agent)).size
  return (
    <>
      <div>
        <h2 className="key" ref={heading} tabIndex={-1}>
          {fact.key}
        </h2>
        <p className="muted">
          {writers > 1
            ? `${sentence(inWords(writers, 'agent'))} wrote`
            : `${sentence(inWords(writes.length, 'write'))} were made`}{' '}
          without seeing each other. Every replica that has {writes.length > 2 ? 'all' : 'both'} writes holds the same
          sides; nothing was overwritten.
          {status.connection === 'paused' && ' This tab is offline, so others may have settled it already.'}
        </p>
      </div>
      <Fork sides={fact.sides} />
      <div className="sides">
        {fact.sides.map((side, index) => (
          <SidePanel
            key={side.id}
            side={side}
            number={index + 1}
            others={fact.sides.filter(other => other !== side)}
            isChosen={chosen === side.id}
            onChoose={() => setChosen(side.id)}
          />
        ))}
      </div>
      <Rules fact={fact} />
      <ResolveBar fact={fact} chosen={chosen} onChoose={setChosen} />
      <p className="subtle">
        Resolving writes one record with every side as its parent. All of them stay in the history.
      </p>
    </>
  )
}
