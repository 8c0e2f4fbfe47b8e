import { defineConfig } from 'tsdown'

export default defineConfig({
  entry: { index: 'src/index.ts', bin: 'src/bin.ts', 'compaction-worker': 'src/compaction/worker.ts' },
  format: 'esm',
  dts: true,
  platform: 'node',
})
