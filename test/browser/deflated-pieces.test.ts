import { openMemory } from '@commonplace/memory'
import { codecDeflated, codecV1, decodeLaneMessage, decodeRelayFrame, type Piece } from '@commonplace/protocol'
import { type Relay, startRelay } from '@commonplace/relay'
import { memoryStorage } from '@commonplace/storage/memory'
import type { Page } from 'playwright'
import { afterEach, expect, test } from 'vitest'
import { RawClient } from '../../packages/relay/src/server/raw-client.fixture'
import { agentIn } from './tab-agents'
import { testPages } from './test-pages'

const { openPage } = testPages('tabs')
let relay: Relay
afterEach(() => relay?.close())

/** The pieces that come over the sockets of a page from now on. */
function piecesOf(page: Page): Piece[] {
  const pieces: Piece[] = []
  page.on('websocket', socket =>
    socket.on('framereceived', ({ payload }) => {
      const message = decodeLaneMessage(new Uint8Array(payload as Buffer))
      const frame = 'frame' in message ? decodeRelayFrame(message.frame) : undefined
      if (frame?.type === 'piece') pieces.push(frame)
    }),
  )
  return pieces
}

test('JN21 JN22 a tab reads a room whose pieces come deflated, and what is written after it', async () => {
  relay = await startRelay({ data: memoryStorage(), insecure: true })
  const mel = await openMemory({ agent: { id: 'mel' }, relay: relay.url, storage: memoryStorage() })
  const long = Array.from({ length: 4000 }, (_, index) => `line ${index}`).join('\n')
  await mel.add(long)
  await mel.sync.flush('relay')
  // Who asks first has it deflated.
  for (let codec = codecV1; codec !== codecDeflated; ) {
    const reader = await RawClient.greet(relay.url, 'reader', '', 2)
    codec = (await reader.join('team')).pieces[0]!.codec
    reader.close()
  }
  const page = await openPage()
  const pieces = piecesOf(page)
  const tab = agentIn(page)
  await tab.open({ agent: { id: 'ada' }, relay: relay.url })
  await expect.poll(() => tab.contents(), { timeout: 20_000 }).toEqual([long])
  expect(pieces.some(({ codec }) => codec === codecDeflated)).toBe(true)
  await mel.add('short')
  await expect.poll(() => tab.contents(), { timeout: 20_000 }).toEqual([long, 'short'])
  await tab.add('from the tab')
  await tab.flush()
  await mel.close()
})
