import { readAny, readVarUint } from 'lib0/decoding'
import * as Y from 'yjs'
import { TextWindow } from './text-window'

// Of lib0's `any`, as its `decoding.readAny` has them.
const [stringTag, arrayTag] = [119, 117]

/**
 * Reads V1 updates as Yjs does, with the strings of entries cut out of larger ones. One call of the platform's decoder for
 * each takes most of the time of opening a large space, and in Chromium every string that it makes is an object outside
 * the heap with a handle of its own, over which each full collection goes.
 */
export class UpdateDecoder extends Y.UpdateDecoderV1 {
  readonly #window = new TextWindow(this.restDecoder.arr)

  override readAny(): unknown {
    const decoder = this.restDecoder
    const tag = decoder.arr[decoder.pos]
    if (tag === stringTag) {
      decoder.pos++
      return this.readString()
    }
    if (tag !== arrayTag) return readAny(decoder)
    decoder.pos++
    const length = readVarUint(decoder)
    const read = () => this.readAny()
    // An entry: in a list that grows there would be room for fourteen more.
    if (length === 3) return [read(), read(), read()]
    const values: unknown[] = []
    while (values.length < length) values.push(read())
    return values
  }

  override readString(): string {
    const decoder = this.restDecoder
    const length = readVarUint(decoder)
    const from = decoder.pos
    decoder.pos += length
    return this.#window.read(from, decoder.pos)
  }
}
