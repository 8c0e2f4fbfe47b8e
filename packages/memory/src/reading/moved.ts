import { compareVersions, type Verdict } from '../model'

/** Where what stood under a key is now, by the id of a version or a token: undefined unless it was moved and is gone here. */
export function movedTo({ state, heads }: Verdict): string | undefined {
  if (state !== 'retracted') return undefined
  const moves = heads.flatMap(version => {
    const to = version.record.ok ? version.record.body.movedTo : undefined
    return to === undefined ? [] : [{ version, to }]
  })
  return moves.sort((a, b) => compareVersions(a.version, b.version)).at(-1)?.to
}
