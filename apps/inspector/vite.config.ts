import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { contentPolicy, securityHeaders } from './content-policy'
import { uncompressed } from './uncompressed'

/** The development server injects scripts and styles of its own; only the built page can have the strict policy. */
const withPolicy: Plugin = {
  name: 'content-policy',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: contentPolicy },
        injectTo: 'head-prepend',
      },
    ],
  },
}

/**
 * What two chunks need is in one, but for what is large and not for everybody. Left to itself, the bundler puts every few lines that
 * some parts of the memory share into a file of their own: a world asked for 168 files.
 */
const chunks = [{ name: 'shared', minShareCount: 2, maxModuleSize: 100_000 }]

export default defineConfig({
  root: import.meta.dirname,
  // Relative, so that the built page can stand anywhere.
  base: './',
  plugins: [react(), withPolicy, uncompressed],
  resolve: { dedupe: ['yjs', 'react', 'react-dom'] },
  build: {
    target: 'es2022',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: { output: { codeSplitting: { groups: chunks } } },
  },
  preview: { headers: securityHeaders },
})
