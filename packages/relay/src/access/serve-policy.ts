import type { IncomingMessage, ServerResponse } from 'node:http'
import type { PolicyAnswer, PolicyApi } from './policy-api'

const bodyBytes = 16 * 1024

/** Whether a request is one about the policy. */
export const isAboutPolicy = ({ url = '' }: Pick<IncomingMessage, 'url'>): boolean => /^\/policy(?:[/?]|$)/.test(url)

/** Answers an HTTP request about the policy. */
export async function servePolicy(
  api: PolicyApi | null,
  request: IncomingMessage,
  response: ServerResponse,
  onError: (error: unknown) => void,
): Promise<void> {
  let answer: PolicyAnswer
  try {
    answer = await answerOf(api, request)
  } catch (error) {
    onError(error)
    answer = { status: 500, content: { error: 'something went wrong here' } }
  }
  if (response.destroyed) return
  response.writeHead(answer.status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  response.end(JSON.stringify(answer.content))
}

async function answerOf(api: PolicyApi | null, request: IncomingMessage): Promise<PolicyAnswer> {
  if (api === null) return { status: 404, content: { error: 'a relay that trusts everybody has no policy' } }
  const body = await bodyOf(request)
  if (body === null) return { status: 413, content: { error: `a body holds at most ${bodyBytes} bytes` } }
  const { method = '', url = '' } = request
  return api.answer({ method, url, authorization: request.headers.authorization ?? '', body })
}

/** null when it is too long */
async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > bodyBytes) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
