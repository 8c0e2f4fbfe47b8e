import { expect, test } from 'vitest'
import { open } from '../open.fixture'

test('who builds on much that is gone is told of its beginning', async () => {
  const memory = await open('ada')
  const derivedFrom: string[] = []
  for (let n = 0; n < 40; n++) {
    const { id } = await memory.add(`note ${n}`)
    await memory.retract(id, 'wrong')
    derivedFrom.push(id)
  }
  const built = memory.add('built', { derivedFrom })
  await expect(built).rejects.toMatchObject({
    code: 'support-gone',
    message: expect.stringMatching(new RegExp(`^agent "ada" builds on ${derivedFrom[0]}, .{1,255}…, which is gone$`)),
  })
})
