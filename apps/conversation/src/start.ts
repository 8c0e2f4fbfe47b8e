import { fileURLToPath } from 'node:url'
import type { Arguments } from './arguments'
import type { Stage } from './cast'
import { checkFreePort } from './free-port'
import { findLeaks, type KnownStore } from './leaks'
import { readConversations } from './locomo'
import type { Outcome } from './outcome'
import { endAll, StartedProcess } from './process/started-process'
import type { RelayVerbs } from './relay/relay-verbs'
import { runConversation } from './run-conversation'
import { openRunFolder } from './run-folder'
import { isSound, type Summary, summarise } from './summary'
import { summaryLines } from './summary-text'
import { checkTenants } from './tenants'
import { type Terminal, terminalOn } from './terminal'

const shipped = fileURLToPath(new URL('../data/conversation.json', import.meta.url))

/** What a shell expects of a program that Ctrl-C ended. */
const interruptedCode = 130

/**
 * The whole program: relay, conversations, summary, page.
 *
 * @param stop resolves when the person at the terminal wants it to end
 * @returns the exit code: 0, 1 when a promise was broken, 130 when it was stopped before the summary
 * @throws InputError for input that cannot be used
 */
export async function start(args: Arguments, stop: Promise<unknown>): Promise<number> {
  const conversations = (await readConversations(args.data ?? shipped)).slice(0, args.conversations)
  checkTenants(conversations)
  if (!args.once) await checkFreePort(args.port)
  const folder = await openRunFolder(args.store)
  const terminal = terminalOn(args.json ? process.stderr : process.stdout)
  const relay = new StartedProcess<RelayVerbs>('relay', new URL('./relay/main.ts', import.meta.url))
  try {
    const run: Run = { conversations, folder, terminal, relay: await relay.call('start', { data: folder.relay }) }
    terminal.say(`relay: ${run.relay}, its store in ${folder.relay}`)
    const summary = await Promise.race([runAll(run), stop.then(() => undefined)])
    if (!summary) return interruptedCode
    if (args.json) process.stdout.write(`${JSON.stringify(summary)}\n`)
    if (!args.once) await showPage(run, args.port, stop)
    await relay.call('stop', null)
    return isSound(summary) ? 0 : 1
  } finally {
    await endAll()
    await folder.release()
  }
}

/** What all steps of a run share. */
interface Run extends Stage {
  readonly terminal: Terminal
}

async function runAll(run: Run): Promise<Summary> {
  const { conversations, folder, terminal } = run
  const outcomes: Outcome[] = []
  const stores: KnownStore[] = []
  for (const conversation of conversations) {
    const [outcome, own] = await runConversation(conversation, run, terminal)
    outcomes.push(outcome)
    stores.push(...own)
  }
  const leaks = await findLeaks(stores, folder.relay)
  const summary = summarise(outcomes, leaks)
  for (const line of ['', ...summaryLines(summary, outcomes, leaks), '']) terminal.say(line)
  return summary
}

async function showPage(run: Run, port: number, stop: Promise<unknown>): Promise<void> {
  const { terminal, folder, relay, conversations } = run
  terminal.progress('building the pages')
  // Only here, so that a run without the page does not load its bundler.
  const { servePage } = await import('./page')
  const page = await servePage({ folder: folder.path, relay, port, tenants: conversations.map(({ id }) => id) })
  terminal.say(`worlds and inspector: ${page.url}`)
  for (const { id } of conversations) terminal.say(`look at what they remember of ${id}: ${page.addressOf(id)}`)
  terminal.say('Ctrl-C ends it')
  await stop
  terminal.say('ending')
  await page.close()
}
