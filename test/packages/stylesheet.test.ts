import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { published } from './published'

const styles = fileURLToPath(new URL('../../packages/inspector/src/styles', import.meta.url))

test('the stylesheet of the inspector is one file with all that it has', async () => {
  const packages = await published(['inspector'])
  onTestFinished(packages.close)
  const whole = await readFile(join(packages.folderOf('inspector'), 'styles/index.css'), 'utf8')
  expect(whole).not.toContain('@import')
  const parts = (await readdir(styles)).filter(file => file.endsWith('.css') && file !== 'index.css')
  for (const file of parts) expect(whole).toContain(await readFile(join(styles, file), 'utf8'))
})
