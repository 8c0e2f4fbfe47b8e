import { styleText } from 'node:util'

/** Where progress is told: in place on a terminal, as plain lines elsewhere. */
export interface Terminal {
  /** Something has begun or is done. */
  say(line: string): void
  /** How far the present step is; on a terminal it overwrites itself, elsewhere it is not shown. */
  progress(line: string): void
}

/** Tells progress on one of this process's streams. */
export function terminalOn(stream: NodeJS.WriteStream): Terminal {
  const clear = stream.isTTY ? '\r\u001b[K' : ''
  return {
    say: line => stream.write(`${clear}${stream.isTTY ? line : plain(line)}\n`),
    progress: line => {
      if (stream.isTTY) stream.write(`${clear}${styleText('dim', line.slice(0, (stream.columns || 80) - 1))}`)
    },
  }
}

/** The text without terminal colours. */
function plain(text: string): string {
  return text.replace(/\u001b\[\d+m/g, '')
}
