import { type Chance, chanceOf } from './chance'

const onsets = 'b br c ch cl d dr f fl g gr h j k l m n p pl pr qu r s sh sl sp st t th tr v w z'.split(' ')
const vowels = 'a ai e ea i o oo ou u y'.split(' ')
const codas = ' l m n nd ng nt p r rd rk s st t x'.split(' ')
const endings = ' s ed ing er ly ness ment'.split(' ')

/** The words without topic that make up almost half of what people write. */
export const functionWords =
  'the a to and of in is it that was for on with as at this have be are not but they from we can an you will so if'.split(
    ' ',
  )

/**
 * Made-up words whose frequencies fall like those of a language (Zipf and Mandelbrot, p ~ 1 / (rank + 8)). The offset was
 * chosen so that texts and questions look like those of long conversations: there the tenth word of topic stands in 11 % of
 * the messages and the hundredth in 3 %, here in 11 % and 2 %.
 */
export class Vocabulary {
  readonly words: readonly string[]
  readonly #sums: Float64Array

  constructor(size: number) {
    const chance = chanceOf(7)
    const words = new Set<string>()
    while (words.size < size) words.add(madeUp(chance))
    this.words = [...words]
    this.#sums = new Float64Array(size)
    let sum = 0
    for (let rank = 0; rank < size; rank++) {
      sum += 1 / (rank + 8)
      this.#sums[rank] = sum
    }
  }

  pick(chance: Chance): string {
    const wanted = chance.next() * this.#sums.at(-1)!
    let low = 0
    let high = this.#sums.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#sums[middle]! < wanted) low = middle + 1
      else high = middle
    }
    return this.words[low]!
  }
}

function madeUp(chance: Chance): string {
  const syllable = () => chance.pick(onsets) + chance.pick(vowels) + chance.pick(codas)
  const syllables = Array.from({ length: chance.between(1, 2) }, syllable).join('')
  return syllables + (chance.next() < 0.3 ? chance.pick(endings) : '')
}
