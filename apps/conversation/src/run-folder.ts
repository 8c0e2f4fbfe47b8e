import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { InputError } from './input-error'

/** The folder of one run: the relay's store and one store an agent. */
export interface RunFolder {
  readonly path: string
  readonly relay: string
  /** A store's folder; `number` keeps two agents of one name apart. */
  agent(number: number, name: string): string
  /** Deletes the folder if it is a temporary one. */
  release(): Promise<void>
}

/**
 * Makes the folder of a run.
 *
 * @param store a folder to keep, absent or empty; without it a temporary one
 * @throws InputError when something is in it already, or when it cannot be made
 */
export async function openRunFolder(store?: string): Promise<RunFolder> {
  const path = store === undefined ? await mkdtemp(join(tmpdir(), 'commonplace-')) : await emptyFolder(resolve(store))
  return {
    path,
    relay: join(path, 'relay'),
    agent: (number, name) => join(path, 'agents', `${number}-${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`),
    release: async () => {
      if (store === undefined) await rm(path, { recursive: true, force: true })
    },
  }
}

async function emptyFolder(path: string): Promise<string> {
  try {
    await mkdir(path, { recursive: true })
    if ((await readdir(path)).length === 0) return path
  } catch (error) {
    throw new InputError(
      `${path} cannot be used: ${(error as Error).message}`,
      'give a folder that you may write with --store',
    )
  }
  throw new InputError(`${path} is not empty`, 'a run starts with empty stores: give another folder with --store')
}
