import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base'
import { expect, onTestFinished, test } from 'vitest'
import { published } from './published'

test('a bundler finds the table of tokens as one string, which counts as the table does', async () => {
  const packages = await published(['memory'])
  onTestFinished(packages.close)
  const folder = packages.folderOf('memory')
  for (const file of await readdir(folder))
    if (file.endsWith('.mjs'))
      expect(await readFile(join(folder, file), 'utf8'), file).not.toMatch(/gpt-tokenizer\/(encoding|bpeRanks)/)
  const built = await import(/* @vite-ignore */ pathToFileURL(join(folder, 'o200k-base.mjs')).href)
  for (const text of ['Order 42 left the warehouse', 'Größe, 寸法, размер 🙂', '\u0000\u{10ffff}', ''])
    expect(built.countTokens(text)).toBe(countTokens(text))
})
