import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { expect, test } from 'vitest'

const dockerfile = readFileSync(new URL('../../Dockerfile', import.meta.url), 'utf8')

test('what the image keeps is in its volume: the log, and the receipt key that lies beside the log', () => {
  const [, data] = / COMMONPLACE_RELAY_DATA=(\S+)/.exec(dockerfile) ?? []
  const [, volume] = /^VOLUME (\S+)$/m.exec(dockerfile) ?? []
  expect(volume).toBeDefined()
  expect(dirname(data!)).toBe(volume)
  expect(dockerfile).toContain(`install -d -o node -g node ${volume}\n`)
})
