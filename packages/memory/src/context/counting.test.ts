import { expect, test } from 'vitest'
import { open } from '../open.fixture'

test.each([Number.NaN, -1, Number.POSITIVE_INFINITY, '5', undefined, Promise.resolve(5)])(
  'a tokenizer that counts %s is refused, rather than an empty packet handed out',
  async tokens => {
    const memory = await open('support', { countTokens: (() => tokens) as never })
    await memory.add('Ada prefers e-mail')
    await expect(memory.context({ query: 'e-mail' })).rejects.toMatchObject({
      code: 'invalid-input',
      message: expect.stringContaining('countTokens'),
    })
  },
)
