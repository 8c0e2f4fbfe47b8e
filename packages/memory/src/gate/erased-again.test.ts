import { expect, test } from 'vitest'
import { open, relayUrl } from '../open.fixture'

const text = 'Ada would rather be written to than be called on the phone'

test.each(['link', 'refuse'] as const)(
  'what was recalled and then erased may be added again, and names nothing erased (%s)',
  async recalled => {
    const relay = await relayUrl()
    const [ada, bob] = await Promise.all(['ada', 'bob'].map(id => open(id, { relay, gate: { recalled } })))
    const { id } = await ada!.add(text, { consistency: 'relay' })
    await expect.poll(() => bob!.search(text)).toMatchObject([{ record: { id } }])
    expect(await ada!.search(text)).toHaveLength(1)
    await ada!.erase({ ids: [id] })
    await expect.poll(async () => (await bob!.erasures())[0]?.outstanding).toEqual([])
    for (const memory of [ada!, bob!]) {
      const again = await memory.add(text)
      expect(again).toMatchObject({ derivedFrom: [], status: 'plain' })
      expect(again.source?.type).not.toBe('recall')
    }
  },
)
