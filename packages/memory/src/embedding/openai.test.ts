import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { openAiEmbedder } from './openai'

let server: Server
afterEach(() => {
  server.closeAllConnections()
  server.close()
})

interface Asked {
  readonly path: string | undefined
  readonly authorization: string | undefined
  readonly body: { model: string; input: string[]; dimensions?: number }
}

/** A real HTTP server that answers as such endpoints do, in an order of its own. */
async function serve(answer: (asked: Asked) => { status: number; body: unknown } | undefined): Promise<string> {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const body = JSON.parse(Buffer.concat(chunks).toString())
    const answered = answer({ path: request.url, authorization: request.headers.authorization, body })
    if (answered)
      response.writeHead(answered.status, { 'content-type': 'application/json' }).end(JSON.stringify(answered.body))
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/`
}

const vectorsOf = (input: string[]) =>
  input.map((text, index) => ({ object: 'embedding', index, embedding: [text.length, 1] })).reverse()

test('texts are sent with the model and the key, vectors come back in the order of the texts', async () => {
  const asked: Asked[] = []
  const url = await serve(each => {
    asked.push(each)
    return { status: 200, body: { object: 'list', data: vectorsOf(each.body.input), model: 'small', usage: {} } }
  })
  const embedder = openAiEmbedder({ url, model: 'small', dimensions: 2, shorten: true, getKey: () => 'secret' })
  expect(await embedder.embed(['a', 'bcd'])).toEqual([
    [1, 1],
    [3, 1],
  ])
  expect(asked).toEqual([
    {
      path: '/v1/embeddings',
      authorization: 'Bearer secret',
      body: { model: 'small', input: ['a', 'bcd'], encoding_format: 'float', dimensions: 2 },
    },
  ])
})

test('a refusal is told with its status and words, without the key', async () => {
  const url = await serve(() => ({ status: 404, body: { error: 'no such model' } }))
  const embedder = openAiEmbedder({ url, model: 'large', dimensions: 2, getKey: async () => 'secret' })
  const failed = await embedder.embed(['a']).catch((error: Error) => error.message)
  expect(failed).toMatch(/answered 404 for model "large": .*no such model/)
  expect(failed).not.toContain('secret')
})

test('an answer that is something else is refused; a signal ends the waiting', async () => {
  const url = await serve(({ body }) => (body.model === 'odd' ? { status: 200, body: { data: 'none' } } : undefined))
  await expect(openAiEmbedder({ url, model: 'odd', dimensions: 2 }).embed(['a'])).rejects.toThrow('something else')
  const stop = new AbortController()
  const waiting = openAiEmbedder({ url, model: 'slow', dimensions: 2 }).embed(['a'], { signal: stop.signal })
  stop.abort(new Error('enough'))
  await expect(waiting).rejects.toThrow('enough')
})
