import { expect, test } from 'vitest'
import { Vocabulary } from './vocabulary'

test('gives the terms with the same first letter and a length in the range', () => {
  const vocabulary = new Vocabulary()
  for (const term of ['ash', 'ashes', 'alder', 'birch', 'a', '白い']) vocabulary.add(term)
  expect([...vocabulary.like('ashen', 4, 6)].sort()).toEqual(['alder', 'ashes'])
  expect([...vocabulary.like('白', 1, 3)]).toEqual(['白い'])
  vocabulary.remove('ashes')
  vocabulary.remove('never there')
  expect([...vocabulary.like('ashen', 1, 6)].sort()).toEqual(['a', 'alder', 'ash'])
})
