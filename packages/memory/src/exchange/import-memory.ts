import { artifactPart } from '../artifacts/load'
import type { Core } from '../core'
import { CommonplaceError } from '../errors'
import { relate } from '../graph/relate'
import { guarded } from '../guarded'
import { checked, checkedText } from '../input/input'
import type { Pause } from '../model'
import type { MemoryRecord } from '../reading/record'
import { add } from '../record/add'
import { adopt } from '../sync/adopt'
import { entriesToUpdates } from './entries-to-updates'
import type { ForeignMemories, ForeignMemory, Skipped } from './foreign-memory'
import { type ImportOptions, importOptions } from './input'
import { readExport } from './read-export'
import { readMarkdown } from './read-markdown'
import { readMcpMemory } from './read-mcp-memory'
import { readMem0 } from './read-mem0'

/** What came of an import. Frozen. */
export interface ImportReport {
  readonly format: 'commonplace' | 'mem0' | 'mcp-memory' | 'markdown'
  readonly space: string
  /** Entries or records that are here now and were not before. Teammates may not be given all: see `docs/exchange.md` on curators. */
  readonly added: number
  readonly skipped: readonly Skipped[]
}

type Reader = (text: string, pause: Pause) => Promise<ForeignMemories>

const readers: Readonly<Record<Exclude<ImportReport['format'], 'commonplace'>, Reader>> = {
  mem0: readMem0,
  'mcp-memory': readMcpMemory,
  markdown: readMarkdown,
}

export function importMemory(core: Core, text: string, options: ImportOptions = {}): Promise<ImportReport> {
  return guarded(core, 'import', () => {
    checkedText(text, core.identity.agent, 'import')
    const { format = 'commonplace', ...rest } = checked(importOptions, options, core.identity.agent, 'import')
    return format === 'commonplace' ? importExport(core, text, rest.space) : importForeign(core, text, format, rest)
  })
}

/** Entries keep their dots, so that ids, history and what refers to them stay what they were. */
async function importExport(core: Core, text: string, asked: string | undefined): Promise<ImportReport> {
  const { space: name, entries, artifacts } = await readExport(text, core.pause)
  if (asked !== undefined && asked !== name)
    throw new CommonplaceError('invalid-input', `the export is of space "${name}", not of "${asked}"`, {
      hint: 'ids name their space: import into one of that name',
    })
  // All is read before anything is written, so that what is refused is refused whole.
  const updates = await entriesToUpdates(entries, core.pause)
  const parts = await Promise.all(
    [...artifacts].map(async ([segment, each]) => ({ segment, updates: await entriesToUpdates(each, core.pause) })),
  )
  return core.pool.using(name, async space => {
    const before = space.index.size
    const added = parts.length && (await artifactPart(verbs => verbs.adoptArtifacts(core, space, entries, parts)))
    await adopt(space.replica, updates, core.pause)
    return report('commonplace', name, added + space.index.size - before, [])
  })
}

async function importForeign(
  core: Core,
  text: string,
  format: keyof typeof readers,
  { space, onProgress, signal }: Pick<ImportOptions, 'space' | 'onProgress' | 'signal'>,
): Promise<ImportReport> {
  let read: ForeignMemories
  try {
    read = await readers[format](text, core.pause)
  } catch (cause) {
    throw new CommonplaceError('invalid-input', `the text is no ${format} export`, {
      hint: 'see docs/exchange.md for what each format looks like',
      cause,
    })
  }
  const { memories, skipped } = read
  const progress = core.events.safe(onProgress, 'import')
  const left: Skipped[] = [...skipped]
  let done = 0
  let added = 0

  const put = ({ content, options, relation }: ForeignMemory): Promise<MemoryRecord> => {
    const asked = { ...options, ...(space !== undefined && { space }) }
    return relation
      ? relate(core, add, relation.subject, relation.predicate, relation.object, asked)
      : add(core, content, asked)
  }

  // What is there already is in any of the texts where this finishes an import that was cut off.
  const ready = core.gate.ready()
  if (ready) await Promise.all([core.projection.whole(), ready.then(() => core.gate.rest)])
  while (done < memories.length) {
    signal?.throwIfAborted()
    const begun: Promise<MemoryRecord | { readonly reason: unknown }>[] = []
    for (const each of memories.slice(done, done + together)) {
      begun.push(put(each).catch(reason => ({ reason })))
      await core.pause()
    }
    for (const came of await Promise.all(begun)) {
      if (!('id' in came)) left.push({ at: done, reason: faultOfOne(came.reason).message })
      else if (came.gate?.repeated === undefined) added++
      progress({ done: ++done, total: memories.length })
    }
  }
  return report(format, space ?? core.topology.defaultSpace, added, left)
}

/** Each record waits for the disk; so many share a commit at most. */
const together = 32

const perRecord: ReadonlySet<string> = new Set(['invalid-input', 'content-too-large', 'repeated'])

/** @throws what was thrown, unless it is wrong with one record only */
function faultOfOne(reason: unknown): CommonplaceError {
  if (reason instanceof CommonplaceError && perRecord.has(reason.code)) return reason
  throw reason
}

function report(
  format: ImportReport['format'],
  space: string,
  added: number,
  skipped: readonly Skipped[],
): ImportReport {
  return Object.freeze({ format, space, added, skipped: Object.freeze([...skipped]) })
}
