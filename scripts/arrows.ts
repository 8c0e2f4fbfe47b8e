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
  const folderOf = (path: string) => {
    const name = path.slice(root.length + 1)
    return folders.has(name) ? name : inFolder(path)
  }
  const between = arrows.filter(({ from, to }) => {
    const [one, other] = [folderOf(from), folderOf(to)]
    return one !== undefined && other !== undefined && one !== other
  })
  let left = between
  for (;;) {
    // A folder that nothing stands on, or that stands on nothing, is in no circle.
    const starts = new Set(left.map(({ from }) => folderOf(from)))
    const ends = new Set(left.map(({ to }) => folderOf(to)))
    const next = left.filter(({ from, to }) => ends.has(folderOf(from)) && starts.has(folderOf(to)))
    if (next.length === left.length) return left
    left = next
  }
}
