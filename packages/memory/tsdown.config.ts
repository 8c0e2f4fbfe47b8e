import { defineConfig } from 'tsdown'
import { coreChunk } from './core-chunk'

const platforms = ['platform/node.ts', 'platform/browser.ts']

export default defineConfig({
  entry: ['index.ts', ...platforms, 'embedding/openai.ts', 'embedding/transformers.ts'].map(file => `src/${file}`),
  format: 'esm',
  dts: true,
  platform: 'neutral',
  fixedExtension: true,
  // The platform is chosen where the package is used, by the conditions of its `imports`.
  deps: { neverBundle: [/^node:/, '#platform'] },
  outputOptions: { codeSplitting: { groups: [coreChunk('index.ts', platforms)] } },
})
