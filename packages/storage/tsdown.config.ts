import { defineConfig } from 'tsdown'

export default defineConfig({
  entry: [
    'src/index.ts',
    'src/memory/index.ts',
    'src/lmdb/index.ts',
    'src/indexeddb/index.ts',
    'src/encrypted/index.ts',
    'src/conformance/index.ts',
  ],
  format: 'esm',
  tsconfig: '../../tsconfig.packages.json',
  dts: { eager: true },
  platform: 'neutral',
  fixedExtension: true,
  // A page's bundler names its files after these, and lists all of them: what it adds tells versions apart.
  hash: false,
  deps: { neverBundle: [/^node:/, 'lmdb'] },
})
