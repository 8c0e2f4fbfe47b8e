import { decodeRelayFrame, encodeFrame, subprotocol } from '@commonplace/protocol'
import { WebSocket } from '../../../packages/relay/src/server/raw-client.fixture'
import { inTime } from '../../faults/frames/socket'
import type { Caller } from './door-forgeries'

/** Comes to the relay's door. @returns its answer: a code, the HTTP status of a refused upgrade, or `welcome` */
export function call(url: string, { token, headers = {}, agent = '', stock }: Caller): Promise<string> {
  const ws =
    stock === undefined
      ? new WebSocket(url, subprotocol, { headers })
      : new WebSocket(`${url}/acme/${encodeURIComponent(stock)}?token=${token}`, { headers })
  const answered = new Promise<string>(resolve => {
    ws.on('error', () => {})
    ws.once('unexpected-response', (_request, response) => {
      response.resume()
      resolve(String(response.statusCode))
    })
    ws.once('close', code => resolve(String(code)))
    ws.on('message', data => {
      if (stock !== undefined) return resolve('welcome')
      const frame = decodeRelayFrame(new Uint8Array(data as Buffer))
      resolve(frame.type === 'failed' ? frame.code : frame.type)
    })
    ws.once('open', () => {
      if (stock !== undefined) return
      ws.send(encodeFrame({ type: 'hello', versions: [1, 1], tenant: '', agent, user: '', token, client: 'test' }))
    })
  })
  return inTime(answered, 'the door to answer').finally(() => ws.terminate())
}
