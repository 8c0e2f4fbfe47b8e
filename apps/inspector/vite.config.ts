import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/** The development server injects scripts and styles of its own; only the built page can have the strict policy. */
const withoutPolicy: Plugin = {
  name: 'without-policy-in-development',
  apply: 'serve',
  transformIndexHtml: html => html.replace(/<meta\s+http-equiv="Content-Security-Policy"[^>]*>/, ''),
}

export default defineConfig({
  root: import.meta.dirname,
  // Relative, so that the built page can stand anywhere.
  base: './',
  plugins: [react(), withoutPolicy],
  resolve: { dedupe: ['yjs', 'react', 'react-dom'] },
  build: { target: 'es2022', modulePreload: { polyfill: false }, assetsInlineLimit: 0 },
})
