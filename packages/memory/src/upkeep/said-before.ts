import { SketchIndex } from '../gate/sketch-index'
import type { MemoryRecord } from '../reading/record'
import { likeness, nearly, plainText, type Shingles, shinglesOf } from '../recall/likeness'

/** One of the texts before, and what tells without reading it again that another is not like it. */
interface Said {
  readonly record: Pick<MemoryRecord, 'id' | 'space' | 'content'>
  readonly size: number
  readonly turning: string
}

/** Which of the texts that come one after another, oldest first, one before said already. */
export class SaidBefore {
  readonly #sketches = new SketchIndex()
  readonly #said = new Map<string, Said>()

  take(space: string, record: Said['record']): { finding: 'duplicates' | 'nearDuplicates'; of: string } | undefined {
    const { id, content } = record
    const text = plainText(content)
    const shingles = shinglesOf(text)
    const inSpace = (ids: string[]) =>
      ids.map(each => this.#said.get(each)!).filter(said => said.record.space === space)
    const same = inSpace(this.#sketches.same(text)).find(({ record: { content } }) => plainText(content) === text)
    const near =
      same ??
      inSpace(this.#sketches.near(shingles)).find(
        said => canBeNear(shingles, said) && likeness(shingles, shinglesOf(said.record.content)) >= nearly,
      )
    this.#sketches.put(id, content)
    this.#said.set(id, { record, size: shingles.hashes.size, turning: shingles.turning })
    return near && { finding: same ? 'duplicates' : 'nearDuplicates', of: near.record.id }
  }
}

/** Whether a text can be nearly the same as one of so many hashes and these turning words: all else need not be kept of it. */
function canBeNear({ hashes, turning }: Shingles, said: Said): boolean {
  const [less, more] = hashes.size < said.size ? [hashes.size, said.size] : [said.size, hashes.size]
  return turning === said.turning && less >= nearly * more
}
