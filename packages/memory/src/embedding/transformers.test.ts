import { expect, test } from 'vitest'
import { transformersEmbedder } from './transformers'

test('without the library the error names it, and the next call tries again', async () => {
  let tries = 0
  const load = async () => {
    tries++
    throw new Error('not found')
  }
  const embedder = transformersEmbedder({ model: 'Xenova/all-MiniLM-L6-v2', dimensions: 384, load })
  await expect(embedder.embed(['a'])).rejects.toThrow('not found')
  await expect(embedder.embed(['a'])).rejects.toThrow('not found')
  expect(tries).toBe(2)
  await expect(transformersEmbedder({ model: 'x', dimensions: 3 }).embed(['a'])).rejects.toThrow('not installed')
})
