import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { transformersEmbedder } from '../../packages/memory/src/embedding/transformers'
import { installPeers } from '../../scripts/install-peers'
import { writeWordModel } from './word-model'

// Opens a model from a folder with the library itself, by the adapter, and checks what comes out. No network once the library is
// installed; not among the tests, because the library takes half a gigabyte.
const vectors = new Map([
  ['doctor', [1, 0, 0]],
  ['physician', [0.9, 0.1, 0]],
  ['called', [0, 1, 0]],
  ['boat', [0, 0, 1]],
])

const library = fileURLToPath(new URL('library', import.meta.url))
await installPeers(library)
const entry = createRequire(`${library}/`).resolve('@huggingface/transformers')
const transformers = await import(pathToFileURL(entry).href)
const folder = await mkdtemp(join(tmpdir(), 'commonplace-model-'))
try {
  await writeWordModel(join(folder, 'words'), vectors)
  transformers.env.allowRemoteModels = false
  transformers.env.localModelPath = folder
  const load = async () => transformers
  const embedder = transformersEmbedder({ model: 'words', dimensions: 3, dtype: 'fp32', load })
  const texts = ['The doctor called', 'the physician called', 'boat']
  const [doctor, physician, boat] = (await embedder.embed(texts)) as number[][]
  assert.ok(doctor && physician && boat)
  for (const vector of [doctor, physician, boat]) assert.ok(Math.abs(dot(vector, vector) - 1) < 1e-5, 'length one')
  assert.deepEqual(boat.map(Math.round), [0, 0, 1])
  assert.ok(dot(doctor, physician) > 0.98 && dot(doctor, boat) < 0.01, 'what is used alike is near')
  const missing = transformersEmbedder({ model: 'none', dimensions: 3, dtype: 'fp32', load })
  await assert.rejects(missing.embed(['boat']))
  process.stdout.write(
    `@huggingface/transformers ${transformers.env.version} opens a model from a folder, and embeds\n`,
  )
} finally {
  await rm(folder, { recursive: true })
}

function dot(one: readonly number[], other: readonly number[]): number {
  return one.reduce((sum, value, at) => sum + value * other[at]!, 0)
}
