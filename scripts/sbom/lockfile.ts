import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'

type Versions = Readonly<Record<string, { readonly version: string }>>

/** What is read of pnpm's lockfile, version 9. */
interface PnpmLock {
  readonly lockfileVersion: string
  readonly importers: Readonly<
    Record<string, { readonly [kind in 'dependencies' | 'devDependencies' | 'optionalDependencies']?: Versions }>
  >
  readonly packages: Readonly<
    Record<string, { readonly resolution?: { readonly integrity?: string } } & Pick<Manifest, 'peerDependenciesMeta'>>
  >
  readonly snapshots: Readonly<
    Record<string, { readonly [kind in 'dependencies' | 'optionalDependencies']?: Readonly<Record<string, string>> }>
  >
}

/** One package that another one needs at run time. */
export interface Component {
  readonly name: string
  readonly version: string
  /** as the lockfile says: `sha512-` and base64; absent for packages of this repository */
  readonly integrity?: string
  /** names it among the components: name and version, with those of its peers where they matter */
  readonly ref: string
  readonly needs: readonly string[]
}

/** The manifest of a package of this repository, as far as it is read here. */
export interface Manifest {
  readonly name: string
  readonly version: string
  readonly private?: boolean
  readonly files?: readonly string[]
  readonly scripts?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>
}

const root = new URL('../../', import.meta.url)

/** @throws Error for a lockfile of another version */
export function readLockfile(): PnpmLock {
  const lock = parse(readFileSync(fileURLToPath(new URL('pnpm-lock.yaml', root)), 'utf8')) as PnpmLock
  if (lock.lockfileVersion !== '9.0') throw new Error(`the lockfile has version ${lock.lockfileVersion}, not 9.0`)
  return lock
}

/** @param folder of the package, `packages/relay` */
export function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(fileURLToPath(new URL(`${folder}/package.json`, root)), 'utf8')) as Manifest
}

/**
 * Everything that these packages of the repository need at run time, they themselves first, then by name. What is needed for
 * development only is not among them; peers that must be there are, those that may be there are not.
 */
export function componentsOf(lock: PnpmLock, folders: readonly string[]): Component[] {
  const found = new Map<string, Component>()
  const left: { name: string; version: string; from: string }[] = []
  const enter = (name: string, version: string, from: string): string => {
    left.push({ name, version, from })
    return refOf(name, version, from)
  }
  const enterOwn = (folder: string): void => {
    const { name, version, peerDependencies = {}, peerDependenciesMeta = {} } = readManifest(folder)
    const { dependencies = {}, optionalDependencies = {}, devDependencies = {} } = lock.importers[folder] ?? {}
    const peers = Object.entries(devDependencies).filter(
      ([peer]) => peer in peerDependencies && !peerDependenciesMeta[peer]?.optional,
    )
    const all = new Map([...Object.entries(dependencies), ...Object.entries(optionalDependencies), ...peers])
    const needs = [...all].map(([need, { version }]) => enter(need, version, folder))
    found.set(folder, { name, version, ref: folder, needs })
  }
  for (const folder of folders) enterOwn(folder)
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const ref = refOf(next.name, next.version, next.from)
    if (found.has(ref)) continue
    if (next.version.startsWith('link:')) {
      enterOwn(ref)
      continue
    }
    const { dependencies = {}, optionalDependencies = {} } = lock.snapshots[ref] ?? {}
    const version = next.version.replace(/\(.*$/, '')
    const { resolution: { integrity } = {}, peerDependenciesMeta = {} } = lock.packages[`${next.name}@${version}`] ?? {}
    const all = Object.entries({ ...dependencies, ...optionalDependencies }).filter(
      ([need]) => !peerDependenciesMeta[need]?.optional,
    )
    const needs = all.map(([need, wanted]) => enter(need, wanted, ''))
    found.set(ref, { name: next.name, version, ref, needs, ...(integrity !== undefined && { integrity }) })
  }
  const own = [...found.values()].filter(({ integrity }) => integrity === undefined)
  const others = [...found.values()].filter(({ integrity }) => integrity !== undefined)
  return [...own, ...others.sort((a, b) => (a.ref < b.ref ? -1 : 1))]
}

/** A link names a folder from where it stands, everything else the lockfile's own key. */
function refOf(name: string, version: string, from: string): string {
  if (!version.startsWith('link:')) return `${name}@${version}`
  return new URL(version.slice('link:'.length), `file:///${from}/`).pathname.slice(1)
}
