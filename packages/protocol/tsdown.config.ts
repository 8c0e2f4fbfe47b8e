import { defineConfig } from 'tsdown'

export default defineConfig({
  entry: ['src/index.ts'],
  format: 'esm',
  dts: true,
  platform: 'neutral',
  fixedExtension: true,
  // A page's bundler names its files after these, and lists all of them: what it adds tells versions apart.
  hash: false,
  inputOptions: { preserveEntrySignatures: 'allow-extension' },
  // Files of their own, so that a page without a relay fetches neither frames nor the graph of grants.
  outputOptions: {
    codeSplitting: {
      includeDependenciesRecursively: false,
      groups: [
        { name: 'frames', test: /src\/(frame|lane)/ },
        { name: 'access', test: /src\/access\// },
        { name: 'updates', test: /src\/(?!index)/ },
      ],
    },
  },
})
