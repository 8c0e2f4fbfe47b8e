import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

function pagesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap(each => {
    if (each.isDirectory()) return /^(\.|node_modules$|dist$)/.test(each.name) ? [] : pagesIn(join(folder, each.name))
    return each.name.endsWith('.md') ? [join(folder, each.name)] : []
  })
}

const read = (page: string) => readFileSync(page, 'utf8')
const proseOf = (page: string) => read(page).replaceAll(/^```.*?^```/gms, '')

/** The names that a page's headings have in an address, as GitHub makes them. */
function anchorsOf(page: string): Set<string> {
  const headings = proseOf(page).matchAll(/^#+ (.*)$/gm)
  return new Set(
    [...headings].map(([, text]) =>
      text!
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  )
}

function deadLinksOf(page: string): string[] {
  const links = [...proseOf(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link!)
  return links.filter(link => {
    if (/^(https?|mailto):/.test(link)) return false
    const [path, anchor] = link.split('#')
    const target = path ? join(dirname(page), path) : page
    return !existsSync(target) || (anchor !== undefined && !anchorsOf(target).has(anchor))
  })
}

const pages = pagesIn(root).map(page => relative(root, page))

test.each(pages)('every link of %s leads somewhere, and every path it names is there', name => {
  const page = join(root, name)
  const paths = [...read(page).matchAll(/`((?:packages|apps|test|scripts|docs|examples)\/[\w./-]+)`/g)]
  const gone = paths.flatMap(([, path]) => (existsSync(join(root, path!)) ? [] : [path]))
  expect([...deadLinksOf(page), ...gone]).toEqual([])
})

test('every command that a page names is there', () => {
  const { scripts } = JSON.parse(read(join(root, 'package.json'))) as { scripts: Record<string, string> }
  const ofPnpm = ['audit', 'vitest']
  const named = pages.flatMap(page => [...read(join(root, page)).matchAll(/pnpm(?:@10)? (?:--silent )?([a-z]+)/g)])
  const commands = new Set(named.map(([, command]) => command!))
  expect(commands.size).toBeGreaterThan(8)
  expect([...commands].filter(command => !(command in scripts) && !ofPnpm.includes(command))).toEqual([])
})
