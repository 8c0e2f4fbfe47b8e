import { inflateRawSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { refusalCodes } from './codes'
import { decodeFrame, encodeFrame } from './frame'
import { codecDeflated, decodePacked, encodePacked } from './frames/packed'
import type { Piece } from './frames/piece'
import { frames, samples } from './frames.fixture'
import golden from './frames.golden.json' with { type: 'json' }
import { defaultLimits, limitNames } from './limits'
import { allRights } from './rights'
import { protocolVersion } from './version'

const toHex = (bytes: Uint8Array) => Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
const fromHex = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], byte => Number.parseInt(byte, 16))

// Version 2 changed none of version 1.
const bytesOf = new Map(Object.entries(golden['1'].frames))

describe('golden bytes', () => {
  test('VN2 every version has golden bytes, and every frame', () => {
    expect(Object.keys(golden)).toEqual(Array.from({ length: protocolVersion }, (_, index) => `${index + 1}`))
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

  test('VN2 VN6 the bytes of a deflated piece never change', () => {
    const { 'deflated piece': hex, 'inflates to': update } = golden['2']
    const frame = decodeFrame(fromHex(hex)) as Piece
    expect(frame).toMatchObject({ type: 'piece', channel: 9, index: 0, codec: codecDeflated })
    const packed = decodePacked(frame.update, defaultLimits)
    expect(packed.size).toBe(update.length / 2)
    expect(toHex(inflateRawSync(packed.deflated))).toBe(update)
    expect(toHex(encodeFrame({ ...frame, update: encodePacked(packed) }))).toBe(hex)
  })

  test('VN3 codes, rights and limits keep their places', () => {
    const { codes, rights, limits } = golden['1']
    expect(refusalCodes.slice(0, codes.length)).toEqual(codes)
    expect(allRights.slice(0, rights.length)).toEqual(rights)
    expect(limitNames.slice(0, limits.length)).toEqual(limits)
  })
})
