import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { openLmdbReader, openLmdbStorage } from '@commonplace/storage/lmdb'
import packageJson from '../../package.json' with { type: 'json' }
import { type CompactionBounds, createCompactor } from '../compaction/compactor'
import { DamagedJournalError } from '../log/read-journal'
import { AsideFile } from './aside-file'
import { backupStore } from './backup-store'
import { type Command, parseCommandLine } from './command-line'
import { compactStore, type RoomCompaction } from './compact-store'
import { readConfiguration } from './configuration'
import { inspectStore, type StoreReport } from './inspect-store'
import { MisuseError } from './misuse'
import { renderCompaction, renderRepair, renderReport } from './render-report'
import { repairStore } from './repair-store'
import { restoreStore } from './restore-store'
import { serve } from './serve'

/** Nothing else waits while a store is compacted that nobody has open. */
const atRest: CompactionBounds = { inputBytes: 2 ** 30, deadlineMs: 600_000, heapMb: 4096 }

const print = (text: string): unknown => process.stdout.write(text)

/** Does what the command line asks for; a damaged store is reported and ends with status 1. */
export async function run(args: readonly string[], variables: NodeJS.ProcessEnv): Promise<void> {
  const command = parseCommandLine(args, variables)
  if (command.do === 'help') print(command.text)
  else if (command.do === 'version') print(`${packageJson.version}\n`)
  else if (command.do === 'token') print(await command.run().catch(asMisuse))
  else if (command.do === 'inspect') report(await inspect(command.data), command.json)
  else if (command.do === 'compact') await compact(command.data, command.json)
  else if (command.do === 'backup') report(await backupStore(command.data, command.to), false)
  else if (command.do === 'repair') await repair(command)
  else if (command.do === 'restore') report(await restoreStore(command.from, command.data), false)
  else await serveOrPrint(command, variables)
}

async function serveOrPrint(
  command: Extract<Command, { do: 'serve' | 'print-config' }>,
  variables: NodeJS.ProcessEnv,
): Promise<void> {
  const readFile = (path: string): string => readFileSync(path, 'utf8')
  const configuration = readConfiguration({ flags: command.flags, variables, readFile })
  if (command.do === 'print-config') print(`${JSON.stringify(configuration, null, 2)}\n`)
  else await serve(configuration).catch(error => throwWithWayOut(error, configuration.data))
}

function throwWithWayOut(error: unknown, data: string): never {
  if (!(error instanceof DamagedJournalError)) throw error
  const way = `"commonplace-relay inspect --data ${data}" says where; restore a backup, or "repair --data ${data} --aside <file>"`
  throw new Error(`${error.message}: ${way}`, { cause: error })
}

async function inspect(data: string): Promise<StoreReport> {
  const reader = await openLmdbReader({ path: data })
  try {
    return await inspectStore(reader)
  } finally {
    await reader.close()
  }
}

/** Says of each room what became of it as soon as it is on disk. */
async function compact(data: string, isJson: boolean): Promise<void> {
  // A reader makes no store where there is none.
  await (await openLmdbReader({ path: data })).close()
  const storage = await openLmdbStorage({ path: data })
  const compactor = createCompactor(atRest)
  const rooms: RoomCompaction[] = []
  try {
    for await (const room of compactStore(storage, compactor)) {
      rooms.push(room)
      if (!isJson) print(renderCompaction(room))
    }
  } finally {
    await compactor.close()
    await storage.close()
  }
  const failed = rooms.filter(({ fault }) => fault !== null).length
  print(isJson ? `${JSON.stringify({ rooms, failed })}\n` : `${rooms.length} rooms, ${failed} left as they are\n`)
  if (failed > 0) process.exitCode = 1
}

/** Says what was taken out, then what the store holds now. */
async function repair({ data, aside, policyAside }: Extract<Command, { do: 'repair' }>): Promise<void> {
  await (await openLmdbReader({ path: data })).close()
  const storage = await openLmdbStorage({ path: data })
  const file = new AsideFile(aside)
  try {
    const lost = await repairStore(storage, file, randomUUID, policyAside)
    print(renderRepair(lost, aside))
    report(await inspectStore(storage), false)
  } finally {
    await file.close()
    await storage.close()
  }
}

function report(found: StoreReport, isJson: boolean): void {
  print(isJson ? `${JSON.stringify(found)}\n` : renderReport(found))
  if ([found, ...found.rooms].some(({ damage }) => damage.length > 0)) process.exitCode = 1
}

/** What these commands are given is all that can be wrong with them. */
function asMisuse(error: unknown): never {
  throw new MisuseError((error as Error).message, { cause: error })
}
