import { defineConfig } from 'tsdown'
import { coreChunk, sharedChunk } from './core-chunk.ts'
import { tokenTable } from './token-table.ts'

const platforms = ['platform/node.ts', 'platform/browser.ts']
const workers = ['platform/node-worker.ts', 'platform/browser-worker.ts']

export default defineConfig({
  entry: ['index.ts', ...platforms, ...workers, 'embedding/openai.ts', 'embedding/transformers.ts'].map(
    file => `src/${file}`,
  ),
  format: 'esm',
  tsconfig: '../../tsconfig.packages.json',
  dts: { eager: true },
  // A claim can be disposed of. A page's project may have neither this part of the language nor the types of Node, which bring it.
  banner: { dts: '/// <reference lib="esnext.disposable" />' },
  platform: 'neutral',
  fixedExtension: true,
  // A page's bundler names its files after these, and lists all of them: what it adds tells versions apart.
  hash: false,
  // The platform is chosen where the package is used, by the conditions of its `imports`.
  deps: { neverBundle: [/^node:/, '#platform'], alwaysBundle: [/\/bpeRanks\//], onlyBundle: ['gpt-tokenizer'] },
  plugins: [tokenTable],
  // A worker fetches the search index, and nothing else of the library.
  outputOptions: {
    codeSplitting: {
      groups: [
        // Who opens a memory need not load what only the index of `recallWeights` and the search take.
        { name: 'weights', test: /src\/recall\/weights\.ts$/, priority: 5 },
        sharedChunk('words', 'index.ts', workers, 4),
        sharedChunk('search', 'search-index/host-index.ts', workers, 3),
        coreChunk('index.ts', platforms),
        // What a relay may bring, in one file instead of three: what was erased, and what rests on what.
        {
          name: 'rules',
          test: /src\/(model\/((space-)?erasure(?!-line)|support-|retracted)|reading\/supports).*(?<!\.d)\.ts$/,
          priority: 1.5,
        },
        // Procedures and the graph are facts: parts that stand on each other, in one file each.
        { name: 'facts', test: /src\/(facts|procedures|graph)\/.*(?<!\.d)\.ts$/, priority: 1.5 },
        // So are runs and what is done in them.
        { name: 'work', test: /src\/(work|runs)\/.*(?<!\.d)\.ts$/, priority: 1.5 },
        // What verbs share, in one file instead of twenty: it needs the core, so nothing that a worker runs may be in it. Not
        // declarations: their builder leaves out what is put elsewhere.
        {
          name: 'shared',
          test: /src\/(?!sync(?!\/adopt|\/purge)|tabs|platform|search-index|recall|model\/erasure).*(?<!\.d)\.ts$/,
          minShareCount: 2,
          priority: 1,
        },
      ],
    },
  },
})
