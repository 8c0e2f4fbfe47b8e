import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { makeFolder } from './make-folder'
import { startChild } from './start-child.fixture'

test('a folder is made with those that it is in, and once it is there that is no error', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'commonplace-folder-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  makeFolder(join(folder, 'a', 'b'))
  makeFolder(join(folder, 'a', 'b'))
  makeFolder(join(folder, 'a', 'b', 'c'))
  expect(await readdir(join(folder, 'a', 'b'))).toEqual(['c'])
})

// In a process of its own, which can be killed: what it guards against keeps the event loop for ever.
test.runIf(process.platform === 'linux')('a store where no folder can be made is refused at once', async () => {
  const child = await startChild('/proc/tenant/store')
  onTestFinished(() => child.kill())
  child.send('open')
  expect(await child.next()).toMatch(
    /^failed could not open "\/proc\/tenant\/store": ENOENT: .*mkdir '\/proc\/tenant'$/,
  )
})
