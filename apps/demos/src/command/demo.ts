import { parseArgs } from 'node:util'
import type { Scene } from '../run/run'
import type { World } from '../worlds/world'
import { playThrough } from './play-through'

const usageOf = ({ id, title, summary }: World): string => `${title}. ${summary}
The agents are scripts over real memories, which sync through a relay on this machine; no model is needed.

  pnpm demo ${id} [--json]

  --json   print the figures as one JSON object, the last line on stdout (the story goes to stderr)
  --help   this text
`

/** `pnpm demo <world>`: tells the story step by step, then what it comes to with and without shared memory. */
export async function demo(world: World, words: readonly string[] = process.argv.slice(2)): Promise<void> {
  const flags = readFlags(words)
  if (flags === undefined || flags.help) {
    process[flags ? 'stdout' : 'stderr'].write(usageOf(world))
    process.exitCode = flags ? 0 : 2
    return
  }
  const out = flags.json ? process.stderr : process.stdout
  const { scene, spreadMs } = await playThrough(world, at => out.write(stepText(world, at)))
  out.write(`\n${figuresText(scene)}\n  ${'Write to last reader'.padEnd(40)}${spreadMs.toFixed(1)} ms, median\n`)
  if (flags.json) process.stdout.write(`${JSON.stringify(figuresOf(world, scene, spreadMs))}\n`)
}

function readFlags(words: readonly string[]) {
  try {
    const options = { json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } } as const
    return parseArgs({ args: words.filter(word => word !== '--'), options }).values
  } catch {
    return undefined
  }
}

function stepText({ steps }: World, scene: Scene): string {
  const { at, title, now, doing } = steps[scene.step - 1]!
  const lines = Object.entries(doing).map(([agent, text]) => `      ${agent.padEnd(14)}${text}`)
  return `\n${String(scene.step).padStart(2)}  ${at}  ${title}\n      ${now}\n${lines.join('\n')}\n`
}

function figuresText({ figures }: Scene): string {
  const row = (label: string, shared: unknown, without: unknown) =>
    `  ${label.padEnd(40)}${String(shared).padStart(8)}${String(without).padStart(10)}`
  const rows = figures.map(figure => row(figure.label, figure.with ?? '', figure.without ?? ''))
  return [row('', 'with', 'without'), ...rows].join('\n')
}

function figuresOf({ id }: World, { figures, acts, step }: Scene, spreadMs: number) {
  const counted = figures.map(figure => [figure.label, { with: figure.with, without: figure.without }] as const)
  return { world: id, steps: step, acts: acts.length, spreadMs, figures: Object.fromEntries(counted) }
}
