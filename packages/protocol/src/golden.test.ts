import { describe, expect, test } from 'vitest'
import { refusalCodes } from './codes'
import { decodeFrame, encodeFrame } from './frame'
import { frames, samples } from './frames.fixture'
import golden from './frames.golden.json' with { type: 'json' }
import { limitNames } from './limits'
import { allRights } from './rights'
import { protocolVersion } from './version'

const toHex = (bytes: Uint8Array) => Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
const fromHex = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], byte => Number.parseInt(byte, 16))

const bytesOf = new Map(Object.entries(golden[`${protocolVersion}`].frames))

describe('golden bytes', () => {
  test('VN2 every frame of this version has golden bytes', () => {
    expect([...bytesOf.keys()].sort()).toEqual(Object.keys(frames).sort())
    expect(samples.map(({ type }) => type).sort()).toEqual(Object.keys(frames).sort())
  })

  test.each(samples.map(frame => [frame.type, frame] as const))(
    'VN2 FR1 the bytes of %s never change',
    (type, frame) => {
      expect(toHex(encodeFrame(frame))).toBe(bytesOf.get(type))
      expect(decodeFrame(fromHex(bytesOf.get(type)!))).toEqual(frame)
    },
  )

  test('VN3 codes, rights and limits keep their places', () => {
    const { codes, rights, limits } = golden[`${protocolVersion}`]
    expect(refusalCodes.slice(0, codes.length)).toEqual(codes)
    expect(allRights.slice(0, rights.length)).toEqual(rights)
    expect(limitNames.slice(0, limits.length)).toEqual(limits)
  })
})
