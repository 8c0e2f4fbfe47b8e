import { expect, test } from 'vitest'
import { alikeIn } from './alike'

const keysOf = async (claims: { key: string; value: unknown }[], threshold = 0.6) =>
  (await alikeIn(claims, threshold, () => undefined)).map(({ one, other, sameValue }) => [
    claims[one]!.key,
    claims[other]!.key,
    sameValue,
  ])

test('keys that differ in form, case, order and separators are alike, with the same value or another', async () => {
  const claims = [
    { key: 'order/42/status', value: 'shipped' },
    { key: 'orders.42.state', value: 'shipped' },
    { key: 'statusOfOrder-42', value: 'processing' },
  ]
  expect(await keysOf(claims, 0.5)).toEqual([
    ['order/42/status', 'orders.42.state', true],
    ['order/42/status', 'statusOfOrder-42', false],
    ['orders.42.state', 'statusOfOrder-42', false],
  ])
})

test('keys with different ids, or with only a common parent, are not alike; nor does a mere true make them so', async () => {
  expect(
    await keysOf([
      { key: 'order/42/status', value: 'shipped' },
      { key: 'order/43/status', value: 'shipped' },
      { key: 'order/42/carrier', value: 'Northway' },
      { key: 'customer/ada/vip', value: true },
      { key: 'customer/ada/active', value: true },
    ]),
  ).toEqual([])
})

test('ten thousand orders are compared order by order', async () => {
  const claims = Array.from({ length: 10_000 }, (_, n) => ({ key: `order/${n}/status`, value: 'shipped' }))
  expect(await keysOf([...claims, { key: 'orders/77/status', value: 'shipped' }])).toEqual([
    ['order/77/status', 'orders/77/status', true],
  ])
})

test('a word that two hundred keys have compares them, one that more have tells none of them apart', async () => {
  const pair = ['status/north', 'status/northway'].map(key => ({ key, value: 'shipped' }))
  const letter = (n: number) => String.fromCharCode(97 + n)
  const withOthers = (count: number) => [
    ...pair,
    ...Array.from({ length: count - 2 }, (_, n) => ({ key: `status/${letter(n / 26)}${letter(n % 26)}zk`, value: n })),
  ]
  expect(await keysOf(withOthers(200))).toEqual([['status/north', 'status/northway', true]])
  expect(await keysOf(withOthers(201))).toEqual([])
})
