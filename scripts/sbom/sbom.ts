import type { Component } from './lockfile'

/**
 * A bill of materials in CycloneDX 1.6 (ECMA-424). The same lockfile gives the same bill, byte by byte: no time, no random serial.
 *
 * @param name of what is described
 */
export function toSbom(name: string, version: string, components: readonly Component[]): object {
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: { type: 'application', 'bom-ref': name, name, version } },
    components: components.map(({ name, version, integrity, ref }) => ({
      type: 'library',
      'bom-ref': ref,
      name,
      version,
      purl: purlOf(name, version),
      ...(integrity !== undefined && { hashes: [hashOf(integrity)] }),
    })),
    dependencies: components.map(({ ref, needs }) => ({ ref, dependsOn: [...new Set(needs)].sort() })),
  }
}

/** A package URL (ECMA-427) of npm. */
function purlOf(name: string, version: string): string {
  return `pkg:npm/${name.split('/').map(encodeURIComponent).join('/')}@${encodeURIComponent(version)}`
}

/** @throws Error for an integrity that is not by SHA-512 */
function hashOf(integrity: string): { alg: 'SHA-512'; content: string } {
  const [, base64] = /^sha512-(.+)$/.exec(integrity) ?? []
  if (base64 === undefined) throw new Error(`"${integrity}" is no SHA-512`)
  return { alg: 'SHA-512', content: Buffer.from(base64, 'base64').toString('hex') }
}
