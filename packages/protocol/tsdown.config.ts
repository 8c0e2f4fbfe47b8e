import { defineConfig } from 'tsdown'

export default defineConfig({
  entry: ['src/index.ts'],
  format: 'esm',
  tsconfig: '../../tsconfig.packages.json',
  dts: { eager: true },
  platform: 'neutral',
  fixedExtension: true,
  // A page's bundler names its files after these, and lists all of them: what it adds tells versions apart.
  hash: false,
  inputOptions: { preserveEntrySignatures: 'allow-extension' },
  // Files of their own, so that a page without a relay fetches neither frames, nor what cuts updates, nor the graph of grants.
  // Declarations stay together: the builder of types leaves out what is put elsewhere.
  outputOptions: {
    codeSplitting: {
      includeDependenciesRecursively: false,
      groups: [
        { name: 'frames', test: /src\/(frame|lane|close-codes|version).*(?<!\.d)\.ts$/ },
        {
          name: 'split',
          test: /src\/update\/(split-|piece-builder|units|causal-order|encode-struct|digest-deletes).*(?<!\.d)\.ts$/,
        },
        { name: 'digest', test: /src\/update\/digest.*(?<!\.d)\.ts$/ },
        { name: 'access', test: /src\/(access\/|uncovered|rights).*(?<!\.d)\.ts$/ },
        { name: 'updates', test: /src\/(?!index).*(?<!\.d)\.ts$/ },
      ],
    },
  },
})
