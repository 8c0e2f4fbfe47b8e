import { dirname, join } from 'node:path/posix'
import ts from 'typescript'

/** A file that imports another, types and parts loaded later included. */
export interface Arrow {
  readonly from: string
  readonly to: string
}

/**
 * What a file imports of its own package.
 *
 * @param file its path, with '/'
 * @param source its text
 */
export function arrowsOf(file: string, source: string): Arrow[] {
  const { importedFiles } = ts.preProcessFile(source, true, true)
  return importedFiles
    .filter(({ fileName }) => fileName.startsWith('.'))
    .map(({ fileName }) => ({ from: file, to: join(dirname(file), fileName) }))
}

/**
 * The arrows that close a circle between folders: none where every folder stands only on others that do not stand on it.
 * Files outside any folder put folders together, and are in none.
 *
 * @param root what folders are looked for in
 */
export function circlesIn(arrows: readonly Arrow[], root: string): Arrow[] {
  const inFolder = (path: string) => path.slice(root.length + 1).match(/^([^/]+)\//)?.[1]
  const folders = new Set(arrows.map(({ from }) => inFolder(from)))
  // An import of a folder means its index.
  return circlesOf(arrows, path => {
    const name = path.slice(root.length + 1)
    return folders.has(name) ? name : inFolder(path)
  })
}

/** The arrows that close a circle between files. */
export function fileCirclesIn(arrows: readonly Arrow[]): Arrow[] {
  const withoutEnd = (path: string) => path.replace(/(?:\/index)?\.tsx?$/, '')
  return circlesOf(arrows, withoutEnd)
}

/** @param placeOf what an arrow leads from and to; undefined: nothing that could be in a circle */
function circlesOf(arrows: readonly Arrow[], placeOf: (path: string) => string | undefined): Arrow[] {
  let left = arrows.filter(({ from, to }) => {
    const [one, other] = [placeOf(from), placeOf(to)]
    return one !== undefined && other !== undefined && one !== other
  })
  for (;;) {
    // What nothing stands on, or what stands on nothing, is in no circle.
    const starts = new Set(left.map(({ from }) => placeOf(from)))
    const ends = new Set(left.map(({ to }) => placeOf(to)))
    const next = left.filter(({ from, to }) => ends.has(placeOf(from)) && starts.has(placeOf(to)))
    if (next.length === left.length) return left
    left = next
  }
}
