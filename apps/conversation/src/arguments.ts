import { parseArgs } from 'node:util'
import { InputError } from './input-error'

/** What the person who started the program asked for. */
export interface Arguments {
  /** Path of a file in the shape of LoCoMo; the shipped conversation without it. */
  readonly data?: string
  /** Folder for the stores of the relay and the agents; a temporary one without it. */
  readonly store?: string
  /** End after the summary, without serving the page. */
  readonly once: boolean
  /** Print the summary as one JSON object, the last line of stdout. */
  readonly json: boolean
  readonly help: boolean
  /** Port of the page; 0 for any. */
  readonly port: number
  /** Only so many conversations of the file, from its start. */
  readonly conversations: number
}

/** What `--help` prints. */
export const usage = `Two people talk, their agents remember: a conversation is written by separate processes into one shared memory,
through a relay, with a lost connection in the middle; a late agent then answers questions about it by search. Then the
worlds and the inspector are served at one address, on the same relay.

  start [--data FILE] [--conversations N] [--store FOLDER] [--once] [--json] [--port N]

  --data FILE         a file in the shape of LoCoMo (default: the conversation shipped with this project)
  --conversations N   only the first N conversations of the file
  --store FOLDER      keep the stores of the relay and the agents in this folder, which must be empty or absent
  --once              end after the summary; otherwise worlds and inspector are served until Ctrl-C
  --json              print the summary as one JSON object, the last line on stdout (progress goes to stderr)
  --port N            port of the pages (default: any that is free)
  --help              this text

Exit code: 0, or 1 when a record was lost, a private one was seen elsewhere, or the replicas differ; 2 for wrong input.`

/**
 * Reads the command line.
 *
 * @throws InputError for a flag that does not exist, a missing or a wrong value
 */
export function readArguments(words: readonly string[]): Arguments {
  const args = words[0] === '--' ? words.slice(1) : [...words]
  const { port, conversations, ...rest } = parse(args)
  return {
    ...rest,
    port: wholeNumber('--port', port, 0, 65535),
    conversations: conversations === undefined ? Infinity : wholeNumber('--conversations', conversations, 1, 1e6),
  }
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      strict: true,
      allowPositionals: false,
      options: {
        data: { type: 'string' },
        store: { type: 'string' },
        once: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false, short: 'h' },
        port: { type: 'string', default: '0' },
        conversations: { type: 'string' },
      },
    }).values
  } catch (error) {
    const [first = 'wrong arguments'] = (error as Error).message.split('. ')
    throw new InputError(first, 'see --help for the flags there are')
  }
}

function wholeNumber(flag: string, text: string, from: number, to: number): number {
  const number = Number(text)
  if (!/^\d+$/.test(text) || number < from || number > to)
    throw new InputError(`${flag} is "${text}"`, `give a whole number from ${from} to ${to}`)
  return number
}
