import { expect, test } from 'vitest'
import { Names } from './names'

function namesOf(...list: string[]): { names: Names; numbers: number[] } {
  const names = new Names()
  return { names, numbers: list.map(name => names.add(name)) }
}

test('a name is meant by any of its words and by its beginning', () => {
  const { names, numbers } = namesOf('Melanie', 'Ada Lovelace')
  expect(['melanie', 'mel', 'ada', 'lovelace', 'me', 'order'].map(word => names.meant(word))).toEqual([
    numbers[0],
    numbers[0],
    numbers[1],
    numbers[1],
    undefined,
    undefined,
  ])
})

test('a word that several names share means none of them', () => {
  const { names } = namesOf('support agent', 'billing agent', 'Joanna', 'Joan')
  expect(names.meant('agent')).toBeUndefined()
  expect(names.meant('joa')).toBeUndefined()
  expect(names.meant('joan')).toBeDefined()
})

test('stop words and numbers are no names', () => {
  const { names } = namesOf('The Who', '42')
  expect(['the', 'who', '42'].map(word => names.meant(word))).toEqual([undefined, undefined, undefined])
})

test('a name goes with its last holder, and its number is given out again', () => {
  const { names, numbers } = namesOf('Ada', 'Ada', 'Mel')
  names.remove('Ada')
  expect(names.meant('ada')).toBe(numbers[0])
  names.remove('Ada')
  expect(names.meant('ada')).toBeUndefined()
  expect(names.has('ada')).toBe(false)
  expect(names.add('Grace')).toBe(numbers[0])
  expect(names.meant('mel')).toBe(numbers[2])
})
