import fc from 'fast-check'
import * as prng from 'lib0/prng'
import { describe, expect, test } from 'vitest'
import { refusalCodes } from './codes'
import { decodeClientFrame, decodeFrame, decodeRelayFrame, encodeFrame, type Frame } from './frame'
import { FrameError } from './frame-error'
import { anyFrame, frames, samples } from './frames.fixture'
import { defaultLimits } from './limits'

const clientTypes = [
  'hello',
  'join',
  'update',
  'leave',
  'presence',
  'ping',
  'refresh',
  'acquire',
  'renew',
  'release',
  'claim',
  'purge',
  'follow-policy',
]
const bytesOf = new Map(samples.map(frame => [frame.type, encodeFrame(frame)]))

function errorOf(act: () => unknown): FrameError {
  try {
    act()
  } catch (error) {
    if (error instanceof FrameError) return error
    throw error
  }
  throw new Error('was taken')
}

describe('frames', () => {
  test.each(Object.entries<unknown>(frames))('FR11 %s decodes to what was encoded', (_, arbitrary) => {
    fc.assert(
      fc.property(arbitrary as fc.Arbitrary<Frame>, frame => {
        expect(decodeFrame(encodeFrame(frame))).toEqual(frame)
      }),
      { numRuns: 200 },
    )
  })

  test('FR12 FR11 FR4 a hundred thousand broken frames throw FrameError or decode to what encodes to them, no larger than they are', () => {
    const seed = 20_250_611
    const random = prng.create(seed)
    const whole = [...fc.sample(anyFrame, { seed, numRuns: 500 }), ...samples].map(encodeFrame)
    let taken = 0
    for (let run = 0; run < 100_000; run++) {
      const bytes = broken(random, whole)
      let frame: Frame
      try {
        frame = decodeFrame(bytes)
      } catch (error) {
        if (error instanceof FrameError && refusalCodes.includes(error.code)) continue
        throw new Error(`seed ${seed}, run ${run}: ${[...bytes]}`, { cause: error })
      }
      taken++
      const isOneEncoding = frame.type === 'welcome' || Buffer.compare(encodeFrame(frame), bytes) === 0
      if (!isOneEncoding || sizeOf(frame, bytes) > bytes.length)
        throw new Error(`seed ${seed}, run ${run}: ${frame.type} is larger than, or not the same as, ${[...bytes]}`)
    }
    expect(taken).toBeGreaterThan(5000)
  })

  test('FR4 a claimed count or length is refused before anything is made of it', () => {
    const huge = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f]
    const many = [0xff, 0x1f]
    expect(errorOf(() => decodeFrame(Uint8Array.of(0x45, 1, 1, ...huge)))).toMatchObject({
      code: 'too-large',
      value: 4096,
    })
    expect(errorOf(() => decodeFrame(Uint8Array.of(0x45, 1, 1, ...many)))).toMatchObject({ code: 'invalid', value: 0 })
    expect(errorOf(() => decodeFrame(Uint8Array.of(0x03, 1, 1, 0, 0, ...huge)))).toMatchObject({ code: 'too-large' })
    expect(errorOf(() => decodeFrame(Uint8Array.of(0x03, 1, 1, 0, 0, ...many)))).toMatchObject({ code: 'invalid' })
  })

  test('FR4 LM2 every limit of a frame is answered with its number', () => {
    const join = samples.find(frame => frame.type === 'join')!
    const cases: [Frame, keyof typeof defaultLimits][] = [
      [{ ...join, ids: Array.from({ length: 65 }, (_, id) => id) }, 'idsPerJoin'],
      [{ ...join, vector: new Map(Array.from({ length: 65_537 }, (_, id) => [id, 1])) }, 'vectorClients'],
      [{ ...join, room: { ...join.room, space: 'x'.repeat(257) } }, 'nameBytes'],
      [{ type: 'acquire', channel: 1, request: 1, key: 'x'.repeat(1025), holder: 1, ttlMs: 1 }, 'leaseKeyBytes'],
      [{ type: 'presence', channel: 1, client: 1, state: new Uint8Array(4097) }, 'presenceBytes'],
      [{ type: 'updates', channel: 1, number: 1, updates: Array(4097).fill(new Uint8Array()) }, 'updatesPerFrame'],
      [{ type: 'update', channel: 1, seq: 1, lease: null, codec: 0, update: new Uint8Array(1 << 20) }, 'frameBytes'],
    ]
    for (const [frame, limit] of cases) {
      const error = errorOf(() => decodeFrame(encodeFrame(frame)))
      expect([limit, error.code, error.value]).toEqual([limit, 'too-large', defaultLimits[limit]])
    }
  })

  test('ID12 a join of more than idsPerJoin ids is too-large', () => {
    const join = samples.find(frame => frame.type === 'join')!
    const ids = Array.from({ length: 64 }, (_, id) => id)
    expect(decodeFrame(encodeFrame({ ...join, ids }))).toMatchObject({ ids })
    expect(errorOf(() => decodeFrame(encodeFrame({ ...join, ids: [...ids, 64] }))).code).toBe('too-large')
  })

  test('HS4 a hello beyond helloBytes is too-large', () => {
    const hello = samples.find(frame => frame.type === 'hello')!
    const limits = { ...defaultLimits, helloBytes: encodeFrame(hello).length }
    expect(decodeFrame(encodeFrame(hello), limits)).toEqual(hello)
    const longer = encodeFrame({ ...hello, token: `${hello.token}x` })
    expect(errorOf(() => decodeFrame(longer, limits))).toMatchObject({ code: 'too-large', value: limits.helloBytes })
  })

  test('an update larger than updateBytes decodes, so that its refusal can name its seq', () => {
    const update = new Uint8Array(defaultLimits.updateBytes + 1)
    const frame: Frame = { type: 'update', channel: 1, seq: 5, lease: null, codec: 0, update }
    expect(decodeFrame(encodeFrame(frame))).toMatchObject({ seq: 5 })
  })

  test.each([...bytesOf])(
    'FR6 %s with a byte after its end is invalid, and so is every beginning of it',
    (type, bytes) => {
      const error = errorOf(() => decodeFrame(Uint8Array.of(...bytes, 0)))
      expect([type, error.code]).toEqual([type, 'invalid'])
      for (let length = 0; length < bytes.length; length++)
        expect(errorOf(() => decodeFrame(bytes.subarray(0, length))).code).toBe('invalid')
    },
  )

  test('FR2 a number in more bytes than it needs, or above 2^53 - 1, is invalid', () => {
    expect(decodeFrame(Uint8Array.of(0x06, 5))).toEqual({ type: 'ping', nonce: 5 })
    expect(errorOf(() => decodeFrame(Uint8Array.of(0x06, 0x85, 0))).code).toBe('invalid')
    const above = [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x10]
    expect(errorOf(() => decodeFrame(Uint8Array.of(0x06, ...above))).code).toBe('invalid')
    expect(errorOf(() => decodeFrame(Uint8Array.of(0x06, ...Array(30).fill(0xff)))).code).toBe('invalid')
    expect(errorOf(() => encodeFrame({ type: 'ping', nonce: -1 })).code).toBe('invalid')
    expect(errorOf(() => encodeFrame({ type: 'ping', nonce: 2 ** 53 })).code).toBe('invalid')
    expect(errorOf(() => encodeFrame({ type: 'ping', nonce: 1.5 })).code).toBe('invalid')
  })

  test('FR3 a text that is no UTF-8 is invalid, and half a surrogate pair is not written', () => {
    expect(errorOf(() => decodeFrame(Uint8Array.of(0x49, 1, 5, 1, 0xff))).code).toBe('invalid')
    expect(errorOf(() => decodeFrame(Uint8Array.of(0x49, 1, 5, 3, 0xed, 0xa0, 0x80))).code).toBe('invalid')
    const hello = samples.find(frame => frame.type === 'hello')!
    expect(errorOf(() => encodeFrame({ ...hello, token: '\ud83d' })).code).toBe('invalid')
  })

  test('FR5 an unknown frame type, refusal code or right is unsupported', () => {
    expect(errorOf(() => decodeFrame(Uint8Array.of(0x3f))).code).toBe('unsupported')
    expect(errorOf(() => decodeFrame(Uint8Array.of(0x4d, refusalCodes.length, 0, 0))).code).toBe('unsupported')
    expect(errorOf(() => decodeFrame(Uint8Array.of(0x42, 1, 1, 1, 65, 0x20, 0, 0, 0, 0, 0))).code).toBe('unsupported')
  })

  test('FR7 a name that is empty or not in form C is invalid where a name must stand', () => {
    const join = samples.find(frame => frame.type === 'join')!
    for (const space of ['', 'cafe\u0301', 'a\u0007'])
      expect(errorOf(() => decodeFrame(encodeFrame({ ...join, room: { ...join.room, space } }))).code).toBe('invalid')
  })

  test('FR8 a state vector out of order, or with a client twice, is invalid', () => {
    const joined = (...vector: number[]) => Uint8Array.of(0x42, 1, 1, 1, 65, 0, 0, ...vector, 0, 0, 0)
    expect(decodeFrame(joined(2, 1, 9, 2, 9))).toMatchObject({ type: 'joined' })
    expect(errorOf(() => decodeFrame(joined(2, 2, 9, 1, 9))).code).toBe('invalid')
    expect(errorOf(() => decodeFrame(joined(2, 1, 9, 1, 9))).code).toBe('invalid')
  })

  test('FR10 a message of any length and content is written, cut between characters', () => {
    const message = `\ud83d${'é'.repeat(2000)}`
    const frame = decodeFrame(encodeFrame({ type: 'failed', code: 'invalid', message, value: 0 }))
    expect(frame).toMatchObject({ message: `\ufffd${'é'.repeat(510)}` })
  })

  test.each(samples.map(frame => [frame.type, frame] as const))(
    'FR13 %s is taken from its own side only',
    (type, frame) => {
      const bytes = encodeFrame(frame)
      const [own, other] = clientTypes.includes(type)
        ? [decodeClientFrame, decodeRelayFrame]
        : [decodeRelayFrame, decodeClientFrame]
      expect(own(bytes)).toEqual(frame)
      expect(errorOf(() => other(bytes)).code).toBe('unsupported')
    },
  )

  test('FR12 an empty message is invalid on either side', () => {
    for (const decode of [decodeFrame, decodeClientFrame, decodeRelayFrame])
      expect(errorOf(() => decode(new Uint8Array())).code).toBe('invalid')
  })

  test('VN5 limits that a later relay appended are skipped, those that an earlier one lacks are as by default', () => {
    const bytes = bytesOf.get('welcome')!
    const at = bytes.length - defaultLimitsLength() - 1
    const longer = Uint8Array.of(...bytes.subarray(0, at), bytes[at]! + 2, ...bytes.subarray(at + 1), 7, 8)
    expect(decodeFrame(longer)).toEqual(decodeFrame(bytes))
    const shorter = Uint8Array.of(...bytes.subarray(0, at), 1, 7)
    expect(decodeFrame(shorter)).toMatchObject({ limits: { ...defaultLimits, updateBytes: 7 } })
  })

  test('byte arrays are views of the message', () => {
    const bytes = bytesOf.get('update')!
    const frame = decodeFrame(bytes)
    expect(frame.type === 'update' && frame.update.buffer).toBe(bytes.buffer)
  })
})

function defaultLimitsLength(): number {
  return Object.values(defaultLimits).reduce(
    (sum, value) => sum + encodeFrame({ type: 'ping', nonce: value }).length - 1,
    0,
  )
}

/** A frame with bits flipped, cut, stretched, joined to another, or its numbers replaced; now and then plain noise. */
function broken(random: prng.PRNG, whole: readonly Uint8Array[]): Uint8Array {
  const pick = () => whole[prng.int32(random, 0, whole.length - 1)]!
  const noise = (most: number) => Array.from({ length: prng.int32(random, 0, most) }, () => prng.int32(random, 0, 255))
  const bytes = [...pick()]
  const at = prng.int32(random, 0, bytes.length - 1)
  switch (prng.int32(random, 0, 6)) {
    case 0:
      return Uint8Array.from(bytes, (byte, index) => (index === at ? byte ^ (1 << prng.int32(random, 0, 7)) : byte))
    case 1:
      return Uint8Array.from(bytes.slice(0, at))
    case 2:
      return Uint8Array.from([...bytes.slice(0, at), ...noise(12), ...bytes.slice(at)])
    case 3:
      return Uint8Array.from([...bytes.slice(0, at), ...pick().subarray(at)])
    case 4:
      return Uint8Array.from([...bytes.slice(0, at), 255, 255, 255, prng.int32(random, 0, 127), ...bytes.slice(at + 1)])
    case 5:
      return Uint8Array.from([bytes[0]!, ...noise(40)])
    default:
      return Uint8Array.from(noise(40))
  }
}

/** Least number of bytes the parts of a frame must have come from; endless when a byte array is no view of them. */
function sizeOf(frame: Frame, message: Uint8Array): number {
  // Rights are the bits of one byte.
  const { rights: _, ...parts } = { rights: null, ...frame }
  return Object.values(parts).reduce((sum: number, part) => sum + sizeOfPart(part, message), 0)
}

function sizeOfPart(part: unknown, message: Uint8Array): number {
  if (part instanceof Uint8Array) return part.buffer === message.buffer ? part.length : Number.POSITIVE_INFINITY
  if (part instanceof Map) return part.size * 2
  if (Array.isArray(part)) return part.reduce((sum, item) => sum + Math.max(1, sizeOfPart(item, message)), 0)
  return 0
}
