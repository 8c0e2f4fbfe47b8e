import type { Embedder } from './embedder'

/** Which model `@huggingface/transformers` is to load, and how. */
export interface TransformersEmbedderOptions {
  /** Such as `Xenova/all-MiniLM-L6-v2`: a name on the hub, or a folder that `env.localModelPath` holds. */
  readonly model: string
  /** Length of the vectors: 384 for that one. */
  readonly dimensions: number
  /** How the vectors of the words become one; `mean` when left out. */
  readonly pooling?: 'mean' | 'cls'
  /** How the weights are stored; `q8` when left out. */
  readonly dtype?: string
  /** Where it runs: `wasm`, `webgpu`, `cpu`; the library's choice when left out. */
  readonly device?: string
  /** The library, already imported, where a bundler does not find it by name. */
  readonly load?: () => Promise<unknown>
}

/** What is used of the library. */
interface Transformers {
  pipeline(
    task: 'feature-extraction',
    model: string,
    options: { dtype: string; device?: string },
  ): Promise<(texts: string[], options: { pooling: string; normalize: boolean }) => Promise<{ tolist(): number[][] }>>
}

/**
 * An embedder that runs a model here, by `@huggingface/transformers` (an optional peer dependency). The model is loaded at
 * the first text: from the hub and then from the cache, or from where `env` of the library says.
 *
 * @throws Error from `embed` when the library is not installed or the model cannot be loaded; the next call tries again
 */
export function transformersEmbedder(options: TransformersEmbedderOptions): Embedder {
  const { model, dimensions, pooling = 'mean', dtype = 'q8', device } = options
  let loading: ReturnType<Transformers['pipeline']> | undefined

  async function load() {
    const library = (await (options.load ?? importLibrary)()) as Transformers
    return library.pipeline('feature-extraction', model, { dtype, ...(device !== undefined && { device }) })
  }

  return {
    id: `transformers:${model}:${dtype}:${pooling}`,
    dimensions,
    async embed(texts, { signal } = {}) {
      loading ??= load()
      loading.catch(() => {
        loading = undefined
      })
      const extract = await loading
      signal?.throwIfAborted()
      const vectors = await extract([...texts], { pooling, normalize: true })
      return vectors.tolist()
    },
  }
}

async function importLibrary(): Promise<unknown> {
  // A name that bundlers do not resolve: the library is optional.
  const name = '@huggingface/transformers'
  try {
    return await import(/* @vite-ignore */ name)
  } catch (cause) {
    throw new Error('@huggingface/transformers is not installed', { cause })
  }
}
