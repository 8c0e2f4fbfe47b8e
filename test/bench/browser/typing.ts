import type { Storage } from '@commonplace/storage'
import { openMemory } from '../../../packages/memory/src'
import type { IndexWorker } from '../open/measure'
import type { Corpus } from '../search/corpus'

/** Frames while somebody types questions into a search as they type, ms between two. */
export interface Typing {
  readonly keystrokes: number
  readonly frames: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly longestMs: number
  /** From a keystroke to its hits. */
  readonly answerP99Ms: number
}

const questions = 6
const keystrokeMs = 80

/** Types questions letter by letter, from the first answer on; each is searched for with every letter. */
export async function typing(storage: Storage, corpus: Corpus, indexWorker: IndexWorker): Promise<Typing> {
  const memory = await openMemory({
    agent: { id: 'bench', user: 'user-3', app: 'shop' },
    spaces: { team: 'private' },
    storage,
    indexWorker,
  })
  await memory.search('warm', { scope: 'all' })
  const frames: number[] = []
  const answers: number[] = []
  let isTyping = true
  const watch = (last: number) =>
    requestAnimationFrame(now => {
      frames.push(now - last)
      if (isTyping) watch(now)
    })
  watch(await new Promise<number>(requestAnimationFrame))
  for (let at = 0; at < questions; at++) {
    const { text } = corpus.question(at + 1)
    for (let length = 1; length <= text.length; length++) {
      const start = performance.now()
      await memory.search(text.slice(0, length), { scope: 'all', prefix: true, limit: 10 })
      answers.push(performance.now() - start)
      await new Promise(resolve => setTimeout(resolve, Math.max(0, keystrokeMs - (performance.now() - start))))
    }
  }
  isTyping = false
  await memory.close()
  const at = (times: readonly number[], share: number) =>
    Number([...times].sort((one, other) => one - other)[Math.floor(share * (times.length - 1))]!.toFixed(1))
  return {
    keystrokes: answers.length,
    frames: frames.length,
    p50Ms: at(frames, 0.5),
    p99Ms: at(frames, 0.99),
    longestMs: at(frames, 1),
    answerP99Ms: at(answers, 0.99),
  }
}
