import * as v from 'valibot'
import type { Embedder } from './embedder'

/** Where an OpenAI-compatible `/embeddings` endpoint is: OpenAI's, Ollama's, LM Studio's, vLLM's, a proxy of your own. */
export interface OpenAiEmbedderOptions {
  /** Such as `https://api.openai.com/v1` or `http://localhost:11434/v1`. */
  readonly url: string
  /** Such as `text-embedding-3-small` or `nomic-embed-text`. */
  readonly model: string
  /** Length of the vectors: 1536 and 768 for these two. */
  readonly dimensions: number
  /** Asks the model for vectors of that length, where it can give shorter ones. */
  readonly shorten?: boolean
  /** Sent as a bearer token; asked for each request, so that it may change. */
  readonly getKey?: () => string | Promise<string>
}

const answer = v.object({
  data: v.array(v.object({ index: v.number(), embedding: v.array(v.number()) })),
})

/** A model that is just being loaded takes its time; after this the request counts as failed. */
const timeoutMs = 60_000

/**
 * An embedder that asks an OpenAI-compatible endpoint. What is remembered is sent there: choose one that may read it.
 *
 * @throws Error from `embed`, naming the address and what it answered; never the key
 */
export function openAiEmbedder(options: OpenAiEmbedderOptions): Embedder {
  const { model, dimensions, shorten = false, getKey } = options
  const address = `${options.url.replace(/\/+$/, '')}/embeddings`

  return {
    id: `openai:${model}:${dimensions}`,
    dimensions,
    async embed(texts, { signal } = {}) {
      const key = await getKey?.()
      const limit = AbortSignal.timeout(timeoutMs)
      const response = await fetch(address, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(key !== undefined && { authorization: `Bearer ${key}` }) },
        body: JSON.stringify({ model, input: texts, encoding_format: 'float', ...(shorten && { dimensions }) }),
        signal: signal ? AbortSignal.any([signal, limit]) : limit,
      })
      if (!response.ok) {
        const said = (await response.text()).slice(0, 200)
        throw new Error(`${address} answered ${response.status} for model "${model}": ${said}`)
      }
      const parsed = v.safeParse(answer, await response.json())
      if (!parsed.success) throw new Error(`${address} answered something else than embeddings`)
      // The order of the answer is not promised; the index is.
      return parsed.output.data.toSorted((one, other) => one.index - other.index).map(({ embedding }) => embedding)
    },
  }
}
