import type { Core } from '../core'
import { CommonplaceError } from '../errors'
import { screened } from '../gate/screen'
import { guarded } from '../guarded'
import { checked, checkedText } from '../input/input'
import { encodeRecord, ledgerKey, type RecordBody, recordKey } from '../model'
import type { MemoryRecord } from '../reading/record'
import { stringToRecordId } from '../reading/record-id'
import { add } from '../record/add'
import { signature } from '../signature'
import { teamSpaceOf } from '../space/team-space'
import type { ArtifactNote } from './artifact'
import { type PutOptions, putOptions } from './input'
import { digestOf, partsOf } from './parts-of'
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
        hint: `an artifact holds at most ${longest}; put it in several, each with a summary of its own`,
      })
    const name = rest.space ?? teamSpaceOf(core.topology)
    const visibility = await core.pool.using(name, space => {
      if (rest.consistency === 'relay' && space.visibility === 'shared') space.checkRelay()
      return space.visibility
    })
    const body: RecordBody = {
      ...{ type: 'fact', kind: 'semantic', content: '', tags: [], derivedFrom: [], status: 'plain' },
      ...signature(core, rest.run),
    }
    // The gate's limit is for what is searched; its secrets are looked for in all of the text.
    const clean = screened({ ...body, content: given }, { ...core.gate.options, bytes: undefined }).content as string
    const parts = partsOf(clean)
    const digest = await digestOf(parts, core.pause)
    const room = { space: name, visibility, segment: segmentOf(core.randomName()) }
    const rooms = await core.artifacts.rooms()
    await rooms.held.put({ ...room, isUnsent: visibility === 'shared' })
    return rooms.using(room, async space => {
      for (let from = 0; from < parts.length; from += partsAtOnce) {
        rest.signal?.throwIfAborted()
        const slice = parts.slice(from, from + partsAtOnce)
        const entries = slice.map((value, at) => {
          return { key: partKey(from + at), parents: [], payload: encodeRecord({ ...body, value }) }
        })
        await space.append(entries).reached('local', { signal: rest.signal })
      }
      const tier = rest.consistency ?? core.topology.consistency
      // Whoever can read the record can read what it names.
      if (visibility === 'shared' && tier === 'relay') await space.replica.flush('relay', { signal: rest.signal })
      const artifact: ArtifactNote = {
        ...{ segment: room.segment, parts: parts.length, length: clean.length, digest, type },
      }
      const record = await add(core, summary, { ...rest, space: name, metadata: { ...rest.metadata, artifact } })
      const key = recordKey(stringToRecordId(record.id)!.dot)
      await rooms.held.put({ ...room, key, isUnsent: visibility === 'shared' && tier !== 'relay' })
      sendInTime(core)
      return record
    })
  })
}

/** 48 random bits, above 0: so many never meet in one space. */
function segmentOf(random: string): number {
  return 1 + Number.parseInt(random.slice(0, 12), 16)
}
