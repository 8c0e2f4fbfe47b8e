import type { Core } from '../core'
import { CommonplaceError } from '../errors'
import { screened } from '../gate/screen'
import { guarded } from '../guarded'
import { checked, checkedText } from '../input/input'
import { encodeRecord, ledgerKey, type RecordBody } from '../model'
import type { MemoryRecord } from '../reading/record'
import { add } from '../record/add'
import { signature } from '../signature'
import type { Space } from '../space/space'
import { teamSpaceOf } from '../space/team-space'
import type { ArtifactNote } from './artifact'
import type { HeldArtifact } from './artifacts-held'
import { letGo } from './drop-erased'
import { type PutOptions, putOptions } from './input'
import { digestOf, partsOf } from './parts-of'
import { refusedText } from './refused-text'
import { sendInTime } from './send-unsent'

/** UTF-16 units: what agents hold in memory whole. */
const longest = 16 * 1024 * 1024
/** Parts written at once: about 400 kB. */
const partsAtOnce = 8

export function partKey(part: number): string {
  return ledgerKey(`part/${part}`)
}

export function putArtifact(core: Core, text: string, options: PutOptions): Promise<MemoryRecord> {
  return guarded(core, 'artifacts.put', async () => {
    const { agent } = core.identity
    const given = checkedText(text, agent, 'artifacts.put')
    const { summary, type = 'text/plain', ...rest } = checked(putOptions, options, agent, 'artifacts.put')
    if (given.length > longest)
      throw new CommonplaceError('content-too-large', `agent "${agent}" put an artifact of ${given.length} letters`, {
        hint: `an artifact holds at most ${longest}; put it in several`,
      })
    const body: RecordBody = {
      ...{ type: 'fact', kind: 'semantic', content: '', tags: [], derivedFrom: [], status: 'plain' },
      ...signature(core, rest.run),
    }
    // The gate's limit is for what is searched; its secrets are looked for in all of the text.
    const clean = screened({ ...body, content: given }, { ...core.gate.options, bytes: undefined }).content as string
    const parts = partsOf(clean)
    const digest = await digestOf(parts, core.pause)
    const segment = segmentOf(core.randomName())
    const artifact: ArtifactNote = { segment, parts: parts.length, length: clean.length, digest, type }
    const isRelay = (rest.consistency ?? core.topology.consistency) === 'relay'
    const rooms = await core.artifacts.rooms()
    let begun: HeldArtifact | undefined

    /** Nothing is written of what the summary is refused for. */
    async function write(space: Space): Promise<(key: string) => void> {
      const { name, visibility } = space
      const isUnsent = visibility === 'shared'
      const isAwaited = isUnsent && isRelay
      if (isAwaited) space.checkRelay()
      begun = { space: name, visibility, segment, isUnsent }
      await rooms.held.put(begun)
      await rooms.using(begun, async artifact => {
        for (let from = 0; from < parts.length; from += partsAtOnce) {
          rest.signal?.throwIfAborted()
          const slice = parts.slice(from, from + partsAtOnce)
          const entries = slice.map((value, at) => {
            return { key: partKey(from + at), parents: [], payload: encodeRecord({ ...body, value }) }
          })
          await artifact.append(entries).reached('local', rest)
        }
        // Whoever can read the record can read what it names.
        if (!isAwaited) return
        await artifact.flush('relay', rest)
        const refused = refusedText(artifact)
        if (refused) throw refused
      })
      return key => {
        begun = { ...begun!, key, isUnsent: isUnsent && !isAwaited }
      }
    }

    try {
      const space = rest.space ?? teamSpaceOf(core.topology)
      return await add(core, summary, { ...rest, space, metadata: { ...rest.metadata, artifact } }, write)
    } finally {
      if (begun?.key !== undefined) await rooms.held.put(begun)
      // In the background: the relay may be away.
      else if (begun) letGo(core, begun).catch(() => {})
      sendInTime(core)
    }
  })
}

/** 48 random bits, above 0: so many never meet in one space. */
function segmentOf(random: string): number {
  return 1 + Number.parseInt(random.slice(0, 12), 16)
}
