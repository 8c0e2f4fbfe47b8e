import { expect, test } from 'vitest'
import { eachMarker, markerFrom } from './author'

function markersIn(text: string, prefix?: Buffer): number[] {
  const found: number[] = []
  const bytes = Buffer.from(text)
  eachMarker(bytes, 0, bytes.length, number => found.push(number), prefix)
  return found
}

test('markers are told from bytes that look like the start of one', () => {
  expect(markersIn('..~#00000012xx~#99000003~#1')).toEqual([12, 99_000_003])
  expect(markersIn('~#\u0001abc~#00000007~#0000000x')).toEqual([7])
  expect(markersIn('~#00000012~#99000003', markerFrom(99_000_000))).toEqual([99_000_003])
})
