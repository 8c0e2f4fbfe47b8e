import { describe, expect, test } from 'vitest'
import { coverageOf, rulesIn, rulesOf, titlesIn } from './spec-coverage'

describe('spec coverage', () => {
  test('reads rules, and refuses a number used twice', () => {
    expect(rulesIn('# X\n- **AB1** One.\ntext **AB9** no\n- **AB2** Two.\n')).toEqual(
      new Map([
        ['AB1', 'One.'],
        ['AB2', 'Two.'],
      ]),
    )
    expect(() => rulesIn('- **AB1** One.\n- **AB1** Two.\n')).toThrow('AB1')
  })

  test('finds titles in every manner of writing a test', () => {
    const source = [
      `test('AB1 one', () => {})`,
      `it.skip("AB2 it's", () => {})`,
      'describe(`AB3 three`, () => {})',
      `test.each([['a', 1]])('AB4 %s', (_, n) => {})`,
      `test.each<[string, number]>([\n  ['a', f(1)],\n])(\n  'AB5 %s',\n  () => {})`,
      `latest('AB6 not a test')`,
    ].join('\n')
    expect(titlesIn(source)).toEqual(['AB1 one', `AB2 it's`, 'AB3 three', 'AB4 %s', 'AB5 %s'])
  })

  test('a title names the rules it starts with', () => {
    expect(rulesOf('AB1 AB22, CD3: what holds in AB4')).toEqual(['AB1', 'AB22', 'CD3'])
    expect(rulesOf('LMDB keeps AB1')).toEqual([])
    expect(rulesOf('AB1')).toEqual(['AB1'])
  })

  test('tells rules without tests and tests without rules', () => {
    const rules = new Map([
      ['AB1', ''],
      ['AB2', ''],
    ])
    expect(coverageOf(rules, [{ title: 'AB1 AB3 x' }, { title: 'no rule' }])).toEqual({
      untested: ['AB2'],
      unknown: [{ title: 'AB1 AB3 x', rule: 'AB3' }],
    })
  })
})
