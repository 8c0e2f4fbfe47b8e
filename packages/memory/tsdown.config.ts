import { defineConfig } from 'tsdown'

export default defineConfig({
  entry: [
    'src/index.ts',
    'src/platform/node.ts',
    'src/platform/browser.ts',
    'src/embedding/openai.ts',
    'src/embedding/transformers.ts',
  ],
  format: 'esm',
  dts: true,
  platform: 'neutral',
  fixedExtension: true,
  // The platform is chosen where the package is used, by the conditions of its `imports`.
  deps: { neverBundle: [/^node:/, '#platform'] },
})
