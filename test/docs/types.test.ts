import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

const pages = [
  'README.md',
  ...readdirSync(join(root, 'packages')).map(name => `packages/${name}/README.md`),
  ...readdirSync(join(root, 'docs')).flatMap(name => (name.endsWith('.md') ? [`docs/${name}`] : [])),
]

/**
 * A module for each program and example of a page, on the lines where the page has it, so that an error names them. What the
 * page says after `<!-- not compiled: … -->` is left out.
 */
function modulesOf(page: string, text: string): [file: string, code: string][] {
  const blocks = text.matchAll(
    /(?<!^<!-- not compiled: [^\n]+ -->\n)^```(tsx?|jsx?|typescript|javascript)\n(.*?)^```/gms,
  )
  return [...blocks].map(({ index, 1: language, 2: code }) => {
    const line = text.slice(0, index).split('\n').length
    return [`${page}.${line}.${language!.endsWith('x') ? 'tsx' : 'ts'}`, `${'\n'.repeat(line)}${code}export {}\n`]
  })
}

/** What the compiler finds in modules, in one run, as `page:line: error`. */
async function errorsIn(modules: readonly [file: string, code: string][]): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'examples-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  for (const [file, code] of modules) {
    await mkdir(dirname(join(folder, file)), { recursive: true })
    await writeFile(join(folder, file), code)
  }
  await cp(join(root, 'test/docs/given.d.ts'), join(folder, 'given.d.ts'))
  // A package's page has what the package has; it and all others have what the tests have.
  await symlink(join(root, 'test/node_modules'), join(folder, 'node_modules'))
  for (const name of readdirSync(join(folder, 'packages')))
    await symlink(join(root, 'packages', name, 'node_modules'), join(folder, 'packages', name, 'node_modules'))
  const paths = { '@commonplace/inspector': [join(root, 'packages/inspector/src')] }
  const config = {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: { paths, typeRoots: [join(root, 'node_modules/@types')] },
    include: ['.'],
    exclude: [],
  }
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config))
  const tsc = join(root, 'node_modules/typescript-native/bin/tsc')
  const run = promisify(execFile)(process.execPath, [tsc, '--project', folder, '--pretty', 'false'], { cwd: folder })
  const said = await run.then(
    () => '',
    failure => failure.stdout || expect.unreachable(String(failure)),
  )
  return said
    .trimEnd()
    .split('\n')
    .filter(Boolean)
    .map((line: string) => line.replace(/^(.*\.md)\.\d+\.tsx?\((\d+),\d+\)/, '$1:$2'))
}

test('what a page says is not compiled is left out, and nothing after it', () => {
  const block = '```ts\nmemory.add()\n```\n'
  const modules = modulesOf('a.md', `<!-- not compiled: a sketch -->\n${block}\n<!-- more -->\n${block}`)
  expect(modules).toEqual([['a.md.7.ts', `${'\n'.repeat(7)}memory.add()\nexport {}\n`]])
})

test('every program and example of the READMEs and docs is what a strict compiler takes', async () => {
  const modules = pages.flatMap(page => modulesOf(page, readFileSync(join(root, page), 'utf8')))
  expect(modules.length).toBeGreaterThan(50)
  expect(await errorsIn(modules)).toEqual([])
})
