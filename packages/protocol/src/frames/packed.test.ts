import { expect, test } from 'vitest'
import { FrameError } from '../frame-error'
import { defaultLimits } from '../limits'
import { decodePacked, encodePacked } from './packed'

test('JN21 what a deflated piece declares is held to the limit before anything is inflated', () => {
  const most = defaultLimits.frameBytes
  const deflated = Uint8Array.of(3, 0)
  expect(decodePacked(encodePacked({ size: most, deflated }), defaultLimits)).toEqual({ size: most, deflated })
  const faultOf = (bytes: Uint8Array) => {
    try {
      decodePacked(bytes, defaultLimits)
    } catch (error) {
      if (error instanceof FrameError) return { code: error.code, value: error.value }
    }
    return null
  }
  expect(faultOf(encodePacked({ size: most + 1, deflated }))).toEqual({ code: 'too-large', value: most })
  const invalid = { code: 'invalid', value: 0 }
  expect(faultOf(encodePacked({ size: 0, deflated }))).toEqual(invalid)
  expect(faultOf(encodePacked({ size: 1, deflated: new Uint8Array() }))).toEqual(invalid)
  expect(faultOf(new Uint8Array())).toEqual(invalid)
  expect(faultOf(Uint8Array.of(0x80, 0, 3, 0))).toEqual(invalid)
})
