import { type Key, StorageError } from './storage'

/** The longest key, in bytes; every adapter holds keys up to here. */
export const maxKeyBytes = 1024

/** A part of a key; numbers are whole and not negative. */
export type KeyPart = string | number | Uint8Array

// One byte says what a part is; numbers are 0x10 + their length in bytes. None of these is 0x00 or 0xff: the escapes and
// the end of a range rely on it.
const numberCode = 0x10
const stringCode = 0x20
const bytesCode = 0x30
const afterEveryPart = 0xff

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/**
 * A key from parts, such that keys sort part by part: numbers by value, then strings by code point, then bytes bytewise;
 * a key comes before those that continue it. No two lists of parts give the same key.
 *
 * The layout is that of FoundationDB's tuple layer: a type byte a part, big-endian numbers without leading zeros, strings
 * and bytes ended by 00 with 00 inside escaped as 00 FF.
 *
 * @param parts at least one; numbers are safe integers from 0 up
 * @throws StorageError `invalid-key`
 */
export function storageKey(...parts: readonly KeyPart[]): Key {
  if (parts.length === 0) throw invalidKey('a key needs at least one part')
  return encodeParts(parts)
}

/**
 * The range that holds exactly the keys that start with these parts, the key of the parts alone included.
 * Without parts: every key that `storageKey` makes.
 *
 * @throws StorageError `invalid-key`
 */
export function rangeOf(...prefix: readonly KeyPart[]): [from: Key, to: Key] {
  if (prefix.length === 0) return [Uint8Array.of(0), Uint8Array.of(afterEveryPart)]
  const from = encodeParts(prefix)
  const to = new Uint8Array(from.length + 1)
  to.set(from)
  to[from.length] = afterEveryPart
  return [from, checkKey(to)]
}

/**
 * The parts that a key was made from.
 *
 * @throws StorageError `invalid-key` when `storageKey` did not make it
 */
export function keyToParts(key: Key): KeyPart[] {
  const parts: KeyPart[] = []
  for (let at = 0; at < key.length; ) {
    const code = key[at]!
    const isNumber = code >= numberCode && code < stringCode
    const end = isNumber ? at + 1 + code - numberCode : endOf(key, at + 1)
    const content = key.subarray(at + 1, end)
    if (isNumber) parts.push(content.reduce((value, digit) => value * 256 + digit, 0))
    else if (code === stringCode) parts.push(decoder.decode(unescaped(content)))
    else parts.push(unescaped(content))
    at = isNumber ? end : end + 1
  }
  if (parts.length > 0 && compareKeys(storageKey(...parts), key) === 0) return parts
  throw invalidKey('storageKey did not make this key')
}

/** Where a text or bytes end: at the first 00 that is not escaped. */
function endOf(key: Key, from: number): number {
  let at = from
  while (at < key.length && (key[at] !== 0 || key[at + 1] === 0xff)) at += key[at] === 0 ? 2 : 1
  return at
}

function unescaped(content: Uint8Array): Uint8Array {
  return content.filter((byte, index) => byte !== 0xff || content[index - 1] !== 0)
}

/** Negative, zero or positive as `a` sorts before, with or after `b`. */
export function compareKeys(a: Key, b: Key): number {
  const shared = Math.min(a.length, b.length)
  for (let i = 0; i < shared; i++) {
    const difference = a[i]! - b[i]!
    if (difference !== 0) return difference
  }
  return a.length - b.length
}

/** The least key that sorts after this one. */
export function keyAfter(key: Key): Key {
  const after = new Uint8Array(key.length + 1)
  after.set(key)
  return after
}

/**
 * Returns the key if a storage can hold it.
 *
 * @throws StorageError `invalid-key`
 */
export function checkKey(key: Key): Key {
  if (!(key instanceof Uint8Array)) throw invalidKey('a key must be a Uint8Array')
  if (key.length === 0 || key.length > maxKeyBytes) throw invalidKey(`a key has ${key.length} bytes`)
  return key
}

function encodeParts(parts: readonly KeyPart[]): Key {
  const bytes: number[] = []
  for (const part of parts) {
    if (typeof part === 'number') pushNumber(bytes, part)
    else if (typeof part === 'string') pushText(bytes, part)
    else if (part instanceof Uint8Array) pushEscaped(bytes, bytesCode, part)
    else throw invalidKey(`a part is of type ${typeof part}`)
  }
  return checkKey(new Uint8Array(bytes))
}

function pushNumber(bytes: number[], value: number) {
  if (!Number.isSafeInteger(value) || value < 0) throw invalidKey(`${value} is not a safe integer from 0 up`)
  const digits: number[] = []
  for (let rest = value; rest > 0; rest = Math.floor(rest / 256)) digits.unshift(rest % 256)
  bytes.push(numberCode + digits.length, ...digits)
}

function pushText(bytes: number[], text: string) {
  // Nearly all texts are plain ASCII, which needs neither encoder nor escapes.
  if (text.length > maxKeyBytes || !/^[\x01-\x7f]*$/.test(text)) {
    pushEscaped(bytes, stringCode, utf8(text))
    return
  }
  bytes.push(stringCode)
  for (let at = 0; at < text.length; at++) bytes.push(text.charCodeAt(at))
  bytes.push(0)
}

function pushEscaped(bytes: number[], code: number, content: Uint8Array) {
  if (content.length > maxKeyBytes) throw invalidKey(`a part has ${content.length} bytes`)
  bytes.push(code)
  for (const byte of content) {
    bytes.push(byte)
    if (byte === 0) bytes.push(0xff)
  }
  bytes.push(0)
}

function utf8(text: string): Uint8Array {
  // TextEncoder writes every lone surrogate as the same replacement character: two texts would share a key.
  if (/\p{Surrogate}/u.test(text)) throw invalidKey('a text must not hold half a surrogate pair')
  return encoder.encode(text)
}

function invalidKey(message: string): StorageError {
  return new StorageError('invalid-key', message, { hint: `keys are 1 to ${maxKeyBytes} bytes; see storageKey` })
}
