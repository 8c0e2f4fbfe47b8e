import { describe, expect, test } from 'vitest'
import { decodeFrame, encodeFrame } from './frame'
import { frames, samples } from './frames.fixture'
import golden from './frames.golden.json' with { type: 'json' }
import { protocolVersion } from './version'

const toHex = (bytes: Uint8Array) => Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
const fromHex = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], byte => Number.parseInt(byte, 16))

const bytesOf = new Map(Object.entries(golden[`${protocolVersion}`]))

describe('golden bytes', () => {
  test('VN2 every frame of this version has golden bytes', () => {
    expect([...bytesOf.keys()].sort()).toEqual(Object.keys(frames).sort())
    expect(samples.map(({ type }) => type).sort()).toEqual(Object.keys(frames).sort())
  })

  test.each(samples.map(frame => [frame.type, frame] as const))('VN2 the bytes of %s never change', (type, frame) => {
    expect(toHex(encodeFrame(frame))).toBe(bytesOf.get(type))
    expect(decodeFrame(fromHex(bytesOf.get(type)!))).toEqual(frame)
  })
})
