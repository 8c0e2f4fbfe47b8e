import { spawnSync } from 'node:child_process'
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

test('what its threads free can be had by all of them', () => {
  expect(dockerfile).toMatch(/^ENV MALLOC_ARENA_MAX=1$/m)
})

test('the image starts Node with options that it knows, and the command where npm puts it', () => {
  const [, list] = /^ENTRYPOINT (.+)$/m.exec(dockerfile) ?? []
  const [command, ...rest] = JSON.parse(list!) as string[]
  const options = rest.filter(each => each.startsWith('--'))
  expect(command).toBe('node')
  expect(options).toEqual(['--initial-old-space-size=64'])
  expect(rest.at(-1)).toBe('/app/node_modules/.bin/commonplace-relay')
  expect(spawnSync(process.execPath, [...options, '--version']).status).toBe(0)
})
