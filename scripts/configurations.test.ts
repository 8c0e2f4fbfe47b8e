import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const packages = fileURLToPath(new URL('../packages', import.meta.url))

test('what the configuration of a build imports of ours has its ending: Node from 22.18 on loads it as it is', () => {
  const files = readdirSync(packages).map(name => join(packages, name, 'tsdown.config.ts'))
  // Grows while it is gone through.
  for (const file of files) {
    for (const [, path] of readFileSync(file, 'utf8').matchAll(/ from '(\.[^']*)'/g)) {
      const imported = join(dirname(file), path!)
      expect(existsSync(imported), `${path} in ${file}`).toBe(true)
      files.push(imported)
    }
  }
  expect(files.length).toBeGreaterThan(readdirSync(packages).length)
})
