import type { Plugin } from 'vite'

/** Served pages go as they are: to the browser of the same machine, deflating and inflating half a megabyte takes longer than it saves. */
export const uncompressed: Plugin = {
  name: 'uncompressed',
  configurePreviewServer({ middlewares }) {
    middlewares.use((request, _, next) => {
      delete request.headers['accept-encoding']
      next()
    })
  },
}
