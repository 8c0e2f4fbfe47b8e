import { refusalCodes } from '@commonplace/protocol'
import type { Core } from '../core'
import { CommonplaceError } from '../errors'
import { lastLine, newLine } from '../ledger/line'
import { ledgerKey, readKey } from '../model'
import { isPlainObject } from '../model/json'
import type { Space } from '../space/space'
import type { SyncError } from '../sync'
import { refusedError } from '../sync/write'
import type { ArtifactRoom } from './artifact-list'

/** Why the relay refused some of an artifact's text, if it did. Nobody else can have that text then. */
export function refusedText({ replica }: Space): SyncError | undefined {
  const refused = replica.parked().find(({ entries }) => entries.length > 0)
  return refused && refusedError(refused)
}

/** Tells the others of a space that the relay refused an artifact's text: they would wait for what never comes. */
export async function tellRefused(core: Core, { space: name, segment }: ArtifactRoom, code: string): Promise<void> {
  if (!core.catalog.get(name)) return
  await core.pool.using(name, async space => {
    const key = refusedKey(segment, core.identity.agent)
    if (lastLine(core, space, key) === undefined)
      await space.append([newLine(core, space, key, { v: 1, refused: code })]).reached('local')
  })
}

/** What the author of a record told of the artifact that it names. @param key of the record */
export function toldRefused(
  core: Core,
  space: Space,
  key: string,
  { segment }: Pick<ArtifactRoom, 'segment'>,
): CommonplaceError | undefined {
  const name = readKey(key)
  const author = name?.type === 'record' ? space.authorOf(name.dot.client)?.agent : undefined
  const told = author === undefined ? undefined : lastLine(core, space, refusedKey(segment, author))?.value
  const code = isPlainObject(told) && refusalCodes.find(each => each === told.refused)
  if (!code) return undefined
  return new CommonplaceError(code, `the relay refused the text of this artifact from agent "${author}"`, {
    hint: 'it will not come: read the summary, or have it put anew',
  })
}

/** Whether a key is of a line in which somebody tells that an artifact's text was refused. */
export function isToldOf(key: string, { segment }: Pick<ArtifactRoom, 'segment'>): boolean {
  return key.endsWith(`/${pathOf(segment)}`)
}

function refusedKey(segment: number, author: string): string {
  return ledgerKey(pathOf(segment), author)
}

const pathOf = (segment: number) => `refused-text/${segment}`
