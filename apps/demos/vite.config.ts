import { mergeConfig } from 'vite'
import inspector from '../inspector/vite.config'

const pages = ['index', 'customer-service', 'coding-team', 'care-team', 'agent']

/** As the inspector's page is built, with a page for each world. */
export default mergeConfig(inspector, {
  root: import.meta.dirname,
  build: {
    rolldownOptions: { input: Object.fromEntries(pages.map(name => [name, `${import.meta.dirname}/${name}.html`])) },
  },
})
