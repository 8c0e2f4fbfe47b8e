import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { type Arrow, arrowsOf, circlesIn, fileCirclesIn } from './arrows'

const repository = fileURLToPath(new URL('..', import.meta.url))
const tested = /\.(?:test|fixture)\.tsx?$/

test('an arrow is an import of any manner', () => {
  const source = [
    `import type { A } from '../a/a'`,
    `import { b, type B } from './b'`,
    `export * from '../c'`,
    `const part = lazy(() => import('../d/part'))`,
    `import { checkName } from '@commonplace/protocol'`,
    `const text = "import { e } from '../e/e'"`,
  ].join('\n')
  expect(arrowsOf('src/f/f.ts', source)).toEqual(
    ['src/a/a', 'src/f/b', 'src/c', 'src/d/part'].map(to => ({ from: 'src/f/f.ts', to })),
  )
})

test('a circle of folders is found with its arrows, whatever leads to it or leaves it', () => {
  const arrows = [
    ['src/a/1.ts', 'src/b/1'],
    ['src/b/2.ts', 'src/c/1'],
    ['src/c/2.ts', 'src/b'],
    ['src/c/2.ts', 'src/d/1'],
    ['src/d/1.ts', 'src/core'],
    ['src/core.ts', 'src/a/1'],
  ].map(([from, to]) => ({ from: from!, to: to! }))
  expect(circlesIn(arrows, 'src')).toEqual([arrows[1], arrows[2]])
  expect(circlesIn(arrows.slice(0, 2), 'src')).toEqual([])
})

test('a circle of files is found, by way of the index of a folder too', () => {
  const arrows = [
    { from: 'src/a/index.ts', to: 'src/a/one' },
    { from: 'src/a/one.tsx', to: 'src/b' },
    { from: 'src/b.ts', to: 'src/a' },
    { from: 'src/main.ts', to: 'src/a/one' },
  ]
  expect(fileCirclesIn(arrows)).toEqual(arrows.slice(0, 3))
  expect(fileCirclesIn(arrows.slice(1))).toEqual([])
})

/** What the files of a package import of it, tests apart. */
function arrowsBelow(root: string): Arrow[] {
  const files = readdirSync(`${repository}/${root}`, { recursive: true, encoding: 'utf8' })
    .map(file => `${root}/${file.replaceAll('\\', '/')}`)
    .filter(file => /\.tsx?$/.test(file) && !tested.test(file))
  const arrows = files.flatMap(file => arrowsOf(file, readFileSync(`${repository}/${file}`, 'utf8')))
  expect(arrows.length).toBeGreaterThan(files.length / 2)
  return arrows
}

const shown = (arrows: readonly Arrow[]) => arrows.map(({ from, to }) => `${from} imports ${to}`)

test.each(['memory', 'relay', 'protocol', 'storage', 'react', 'inspector'])(
  'no two folders of packages/%s stand on each other, by way of others neither',
  name => {
    const root = `packages/${name}/src`
    expect(shown(circlesIn(arrowsBelow(root), root))).toEqual([])
  },
)

test.each([
  'memory',
  'protocol',
  'storage',
  'relay',
  'react',
  'inspector',
  'tools',
  'mcp',
  'langgraph',
  'ai-sdk',
  'mem0',
  'openai-agents',
  'word-table',
])('nor do two files of packages/%s', name => {
  expect(shown(fileCirclesIn(arrowsBelow(`packages/${name}/src`)))).toEqual([])
})

test.each(['apps/demos/src', 'apps/inspector/src', 'apps/conversation/src'])('nor do two files of %s', folder => {
  expect(shown(fileCirclesIn(arrowsBelow(folder)))).toEqual([])
})
