import { defineConfig } from 'tsdown'

export default defineConfig({
  entry: { index: 'src/index.ts', bin: 'src/bin.ts' },
  format: 'esm',
  tsconfig: '../../tsconfig.packages.json',
  dts: { eager: true },
  platform: 'node',
})
