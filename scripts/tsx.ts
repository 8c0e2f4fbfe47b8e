import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

/** What Node must be told to run TypeScript. */
export const tsx = ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href]
