import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'

/**
 * Publishes the tokenizer's table as one string, where it is an array of 200,000 literals: a bundler that weighs each takes
 * half a minute for it, once for each target that it builds for.
 */
export const tokenTable = {
  name: 'token-table',
  load: {
    filter: { id: /[\\/]bpeRanks[\\/]o200k_base\.js$/ },
    async handler(id: string): Promise<string> {
      const { default: ranks } = (await import(
        pathToFileURL(id).href
      )) as typeof import('gpt-tokenizer/bpeRanks/o200k_base')
      const license = readFileSync(join(dirname(id), '../../LICENSE'), 'utf8')
      return `/*! Of gpt-tokenizer.\n\n${license}*/\nexport default JSON.parse(${JSON.stringify(JSON.stringify(ranks))})\n`
    },
  },
}
