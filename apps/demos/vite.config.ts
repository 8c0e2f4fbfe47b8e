import { readFileSync } from 'node:fs'
import { mergeConfig, type Plugin } from 'vite'
import inspector from '../inspector/vite.config'
import { worlds } from './src/worlds'

const start = `${import.meta.dirname}/index.html`
/** What each page has instead of the start page's: its title, and what tells `main.tsx` which it is. */
const pages = new Map([
  ...worlds.map(
    ({ id, title }) => [`${import.meta.dirname}/${id}.html`, { title, data: `data-world="${id}"` }] as const,
  ),
  [`${import.meta.dirname}/agent.html`, { title: 'An agent', data: 'data-agent' }],
  // By the name that static hosts look for.
  [`${import.meta.dirname}/404.html`, { title: 'No such page', data: 'data-missing' }],
])

const otherPages: Plugin = {
  name: 'other-pages',
  enforce: 'pre',
  resolveId: id => (pages.has(id) ? id : undefined),
  load(id) {
    const page = pages.get(id)
    if (!page) return undefined
    return readFileSync(start, 'utf8')
      .replace('<title>', `<title>${page.title} · `)
      .replace('<div id="page">', `<div id="page" ${page.data}>`)
  },
}

/** As the inspector's page is built, with a page for each world, one for an agent in a tab of its own, and one for all other addresses. */
export default mergeConfig(inspector, {
  root: import.meta.dirname,
  plugins: [otherPages],
  build: { rolldownOptions: { input: [start, ...pages.keys()] } },
})
