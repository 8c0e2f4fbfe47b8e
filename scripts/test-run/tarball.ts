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
