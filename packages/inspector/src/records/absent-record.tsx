import type { InspectedVersion } from '../memory-face'
import { absenceText } from '../model/absence-text'
import { describeError } from '../model/describe-error'
import type { Reading } from '../use-versions'
import { Versions } from './versions'

/** A record that no reader is given: why, and what this replica still has of it. */
export function AbsentRecord({ versions }: { versions: Reading<readonly InspectedVersion[]> }) {
  const { heading, words } = absenceText(versions.phase === 'ready' ? versions.value : [])
  // That there is none is what the words say: nothing is broken.
  const isUnknown = versions.phase === 'failed' && describeError(versions.error).code === 'unknown-record'
  return (
    <>
      <h2>{heading}</h2>
      <p className="muted">{words}</p>
      {!isUnknown && <Versions versions={versions} />}
    </>
  )
}
