import { defineConfig } from 'tsdown'

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    bin: 'src/bin.ts',
    loopback: 'src/loopback.ts',
    'compaction-worker': 'src/compaction/worker.ts',
    'platform/node': 'src/platform/node.ts',
    'platform/browser': 'src/platform/browser.ts',
  },
  format: 'esm',
  tsconfig: '../../tsconfig.packages.json',
  dts: { eager: true },
  platform: 'node',
  // The platform is chosen where the package is used, by the conditions of its `imports`.
  deps: { neverBundle: ['#platform'] },
})
