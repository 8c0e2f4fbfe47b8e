import { defineConfig } from 'tsdown'

export default defineConfig({
  entry: ['src/index.ts'],
  format: 'esm',
  tsconfig: '../../tsconfig.packages.json',
  dts: { eager: true },
  platform: 'neutral',
  fixedExtension: true,
})
