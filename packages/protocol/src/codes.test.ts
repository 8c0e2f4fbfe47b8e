import { describe, expect, test } from 'vitest'
import { closeCodes, isFinalClose, refusalToCloseCode } from './close-codes'
import { isRetry, refusalCodes } from './codes'

describe('codes', () => {
  test('a socket that ends for a reason to retry closes with 45xx, one that ends for good with 44xx', () => {
    for (const code of refusalCodes)
      expect([code, isFinalClose(refusalToCloseCode(code))]).toEqual([code, !isRetry(code)])
  })

  test('every close code is one of 44xx and 45xx, and is used once', () => {
    const all = Object.values(closeCodes)
    expect(new Set(all).size).toBe(all.length)
    for (const code of all) expect(code === 4500 || code === 4503 || isFinalClose(code)).toBe(true)
  })
})
