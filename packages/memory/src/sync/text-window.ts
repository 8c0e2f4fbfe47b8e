/** Bytes that become one string; what is cut out of it keeps all of it in memory. */
const windowBytes = 32 * 1024

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The texts in some bytes, read from the first to the last: those in ASCII are parts of a few larger strings. */
export class TextWindow {
  readonly #bytes: Uint8Array
  #text = ''
  /** Where the window is in the bytes. */
  #from = 0
  #to = 0
  /** Where bytes in the window are not ASCII; what lies before the last text that was read is passed over. */
  readonly #others: number[] = []
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
    if (to - from > windowBytes) return utf8.decode(this.#bytes.subarray(from, to))
    if (from < this.#from || to > this.#to) this.#open(from)
    while (this.#others[this.#passed]! < from) this.#passed++
    if (this.#others[this.#passed]! < to) return utf8.decode(this.#bytes.subarray(from, to))
    return this.#text.slice(from - this.#from, to - this.#from)
  }

  /** Bytes that are not ASCII, such as those between the texts, become ones that are, so that places stay the same. */
  #open(from: number): void {
    const bytes = this.#bytes.slice(from, from + windowBytes)
    this.#from = from
    this.#to = from + bytes.length
    this.#others.length = 0
    this.#passed = 0
    const words = new Int32Array(bytes.buffer, 0, bytes.length >> 2)
    const noteOthers = (first: number, end: number) => {
      for (let at = first; at < end; at++) {
        if (bytes[at]! < 0x80) continue
        bytes[at] = 0
        this.#others.push(from + at)
      }
    }
    for (let word = 0; word < words.length; word++) {
      if ((words[word]! & 0x80808080) !== 0) noteOthers(word * 4, word * 4 + 4)
    }
    noteOthers(words.length * 4, bytes.length)
    this.#text = utf8.decode(bytes)
  }
}
