import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { closeCodes, refusalToCloseCode } from './close-codes'
import { refusalCodes, refusalKinds } from './codes'
import { encodeFrame } from './frame'
import { samples } from './frames.fixture'
import { defaultLimits, limitNames } from './limits'
import { protocolVersion } from './version'

const spec = readFileSync(new URL('../SPEC.md', import.meta.url), 'utf8')

/** The cells of the tables under a heading, header rows left out. */
function rowsUnder(heading: string): string[][] {
  const section = spec.split(/^## /m).find(part => part.startsWith(heading))
  if (!section) throw new Error(`SPEC.md has no section ${heading}`)
  return section
    .split('\n')
    .filter(line => /^\| (?!-|Number|Byte|Place)/.test(line))
    .map(line =>
      line
        .split('|')
        .slice(1, -1)
        .map(cell => cell.trim()),
    )
}

describe('SPEC.md', () => {
  test('lists the codes by number with their kind and close code', () => {
    const rows = rowsUnder('Codes').map(([number, code, kind, , close]) => [number, code, kind, close])
    const codes = refusalCodes.map((code, number) => [
      `${number}`,
      code,
      refusalKinds[code],
      `${refusalToCloseCode(code)}`,
    ])
    expect(rows).toEqual(codes)
  })

  test('names every close code', () => {
    for (const code of Object.values(closeCodes)) expect(spec).toContain(`${code}`)
  })

  test('lists the limits in their order with their defaults', () => {
    const rows = rowsUnder('Limits').map(([, name, value]) => [name, Number(value!.replace(/[^\d]/g, ''))])
    expect(rows).toEqual(limitNames.map(name => [name, defaultLimits[name]]))
  })

  test('lists every frame with its type byte', () => {
    const rows = rowsUnder('Frames in bytes').map(([byte, type]) => [type, Number(byte)])
    expect(rows).toEqual(samples.map(frame => [frame.type, encodeFrame(frame)[0]]))
    expect(rows.length).toBe(new Set(rows.map(([type]) => type)).size)
  })

  test('VN2 has a changelog line for this version', () => {
    const changelog = spec.slice(spec.indexOf('Changelog'), spec.indexOf('## FR'))
    expect(changelog.match(/^- \d+:/gm)).toEqual(
      Array.from({ length: protocolVersion }, (_, index) => `- ${index + 1}:`),
    )
  })

  test('numbers each rule once, in order', () => {
    const next = new Map<string, number>()
    for (const [, prefix, number] of spec.matchAll(/^- \*\*([A-Z]{2})(\d+)\*\* /gm)) {
      expect(`${prefix}${number}`).toBe(`${prefix}${(next.get(prefix!) ?? 0) + 1}`)
      next.set(prefix!, Number(number))
    }
    expect(next.size).toBe(20)
  })
})
