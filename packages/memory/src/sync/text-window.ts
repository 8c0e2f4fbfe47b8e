/** Bytes that become one string; what is cut out of it keeps all of it in memory. */
const windowBytes = 256 * 1024

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The texts in some bytes, read from the first to the last: those in ASCII are parts of a few larger strings. */
export class TextWindow {
  readonly #bytes: Uint8Array
  #text = ''
  /** Where the window begins in the bytes. */
  #from = 0
  /** Where bytes in the window are not ASCII; what lies before the last text that was read is passed over. */
  #others: number[] = []
  #passed = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  /**
   * The UTF-8 text in the bytes from one place to before another.
   *
   * @throws TypeError when it is not UTF-8, RangeError when the bytes end before it does
   */
  read(from: number, to: number): string {
    if (to > this.#bytes.length) throw new RangeError('the bytes end within a text')
    if (to - from <= windowBytes) {
      if (to > this.#from + this.#text.length) this.#open(from)
      while (this.#others[this.#passed]! < from) this.#passed++
      if (!(this.#others[this.#passed]! < to)) return this.#text.slice(from - this.#from, to - this.#from)
    }
    return utf8.decode(this.#bytes.subarray(from, to))
  }

  /** Bytes that are not ASCII, such as those between the texts, become ones that are, so that places stay the same. */
  #open(from: number): void {
    const source = this.#bytes.subarray(from, from + windowBytes)
    const bytes = new Uint8Array((source.length + 3) & ~3)
    bytes.set(source)
    this.#from = from
    this.#others = []
    this.#passed = 0
    const words = new Int32Array(bytes.buffer)
    for (let at = 0; at < bytes.length; at++) {
      if (at % 4 === 0 && (words[at >> 2]! & 0x80808080) === 0) at += 3
      else if (bytes[at]! >= 0x80) {
        bytes[at] = 0
        this.#others.push(from + at)
      }
    }
    this.#text = utf8.decode(bytes)
  }
}
