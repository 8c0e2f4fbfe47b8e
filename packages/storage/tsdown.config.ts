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
  dts: true,
  platform: 'neutral',
  fixedExtension: true,
  deps: { neverBundle: [/^node:/, 'lmdb'] },
})
