import { expect, test } from 'vitest'
import { Turns } from './turns'

test('who passes a turn on gets the next one after all others', async () => {
  const turns = new Turns()
  const played: string[] = []
  const play = async (name: string, rounds: number) => {
    for (let round = 1; round <= rounds; round++) {
      const end = await turns.take()
      played.push(`${name}${round} begins`)
      await Promise.resolve()
      played.push(`${name}${round} ends`)
      end()
    }
  }
  await Promise.all([play('a', 3), play('b', 2)])
  expect(played).toEqual(['a1', 'b1', 'a2', 'b2', 'a3'].flatMap(each => [`${each} begins`, `${each} ends`]))
})
