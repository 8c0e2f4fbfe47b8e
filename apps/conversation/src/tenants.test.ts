import { expect, test } from 'vitest'
import { checkTenants } from './tenants'

test('a conversation with the name of a world’s run is refused, with a name that would do', () => {
  expect(() => checkTenants([{ id: 'shop' }, { id: 'a/b' }, { id: 'a/b/c/d' }])).not.toThrow()
  expect(() => checkTenants([{ id: 'shop' }, { id: 'shop/2026/orders' }])).toThrow(
    expect.objectContaining({ name: 'InputError', hint: expect.stringContaining('shop-2026-orders') }),
  )
})
