import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { componentsOf, readLockfile, readManifest } from './lockfile'
import { toSbom } from './sbom'

const lock = readLockfile()
const ofOthers = (folder: string) => componentsOf(lock, [folder]).filter(({ integrity }) => integrity !== undefined)
const names = (folder: string) => new Set(ofOthers(folder).map(({ name }) => name))

/**
 * How many packages of others each of ours brings at run time: by itself, and with all that those need. More is a decision: raise
 * the number here, and say why in the commit. The relay's native store alone brings 22, a build for each platform among them.
 */
const budgets: [folder: string, own: number, all: number][] = [
  ['packages/word-table', 0, 0],
  ['packages/storage', 0, 0],
  ['packages/protocol', 2, 3],
  ['packages/memory', 12, 33],
  ['packages/tools', 1, 35],
  ['packages/mcp', 2, 37],
  ['packages/ai-sdk', 1, 44],
  ['packages/openai-agents', 2, 51],
  ['packages/langgraph', 2, 60],
  ['packages/mem0', 0, 34],
  ['packages/react', 2, 34],
  ['packages/inspector', 3, 38],
  ['packages/relay', 8, 42],
]

test.each(budgets)('%s needs at most %i packages of others itself, and %i in all', (folder, own, all) => {
  const [self] = componentsOf(lock, [folder])
  const direct = self!.needs.filter(ref => !ref.startsWith('packages/'))
  expect(direct.length, direct.join(', ')).toBeLessThanOrEqual(own)
  expect(names(folder).size, [...names(folder)].join(', ')).toBeLessThanOrEqual(all)
})

test('no package of ours runs a script where it is installed, and each says which files it publishes', () => {
  for (const [folder] of budgets) {
    const { scripts = {}, files } = readManifest(folder)
    expect(
      Object.keys(scripts).filter(name => /^(pre|post)?install$|^prepare$/.test(name)),
      folder,
    ).toEqual([])
    expect(files, folder).toBeDefined()
  }
})

test('nothing younger than three days is installed, and no dependency runs a script unless it is listed', () => {
  const settings = parse(readFileSync(new URL('../../pnpm-workspace.yaml', import.meta.url), 'utf8'))
  expect(settings.minimumReleaseAge).toBeGreaterThanOrEqual(4320)
  expect(settings.onlyBuiltDependencies).toEqual([])
})

test('the bill of materials is CycloneDX: every part once, by its package URL, and every need among the parts', () => {
  const bill = toSbom('commonplace', '0.1.0', componentsOf(lock, ['packages/relay', 'packages/inspector'])) as {
    components: { 'bom-ref': string; purl: string; hashes?: { content: string }[] }[]
    dependencies: { ref: string; dependsOn: string[] }[]
  }
  expect(bill).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1 })
  const refs = bill.components.map(component => component['bom-ref'])
  expect(new Set(refs).size).toBe(refs.length)
  for (const { ref, dependsOn } of bill.dependencies)
    for (const need of [ref, ...dependsOn]) expect(refs).toContain(need)
  const ws = bill.components.find(({ purl }) => purl.startsWith('pkg:npm/ws@'))
  expect(ws?.hashes?.[0]?.content).toMatch(/^[0-9a-f]{128}$/)
  expect(bill.components.filter(({ hashes }) => !hashes).map(({ purl }) => purl)).toContain(
    'pkg:npm/%40commonplace/relay@0.1.0',
  )
})
