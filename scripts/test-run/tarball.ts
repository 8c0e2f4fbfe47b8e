import { posix } from 'node:path'
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'

/** How programs find a module that cannot load ours: without `exports`, and by `require`. */
const otherKinds: ReadonlySet<string> = new Set(['node10', 'node16-cjs'])

/** What publint finds wrong in a tarball, warnings included. */
export async function publishFaults(tarball: Uint8Array<ArrayBuffer>): Promise<string | undefined> {
  const { messages, pkg } = await publint({ pack: { tarball: tarball.buffer }, strict: true })
  const faults = messages.filter(({ type }) => type === 'error')
  return faults.length > 0 ? faults.map(fault => formatMessage(fault, pkg)).join('\n') : undefined
}

/**
 * What are-the-types-wrong finds in a tarball.
 *
 * @param untyped entries that have no types because they are no code
 */
export async function typeFaults(tarball: Uint8Array, untyped: string[]): Promise<string | undefined> {
  const found = await checkPackage(createPackageFromTarballData(tarball), { excludeEntrypoints: untyped })
  if (!found.types) return 'it has no types'
  const faults = found.problems.filter(fault => !('resolutionKind' in fault && otherKinds.has(fault.resolutionKind)))
  return faults.length > 0 ? JSON.stringify(faults, null, 2) : undefined
}

/** Why server components cannot import a package of React components or hooks: without `'use client'` its entry is run on the server. */
export function clientFault(tarball: Uint8Array): string | undefined {
  const files = createPackageFromTarballData(tarball)
  const folder = `/node_modules/${files.packageName}/`
  const { peerDependencies, exports } = JSON.parse(files.readFile(`${folder}package.json`)) as {
    peerDependencies?: Record<string, string>
    exports: Record<string, { readonly default?: string } | string>
  }
  if (!peerDependencies?.react) return undefined
  const entries = Object.values(exports).flatMap(entry => (typeof entry === 'object' ? (entry.default ?? []) : []))
  const code = entries.filter(entry => !entry.endsWith('.css'))
  const unmarked = code.filter(entry => !/^['"]use client['"]/.test(files.readFile(posix.join(folder, entry))))
  return unmarked.length > 0 ? `no 'use client' in ${unmarked.join(', ')}` : undefined
}
