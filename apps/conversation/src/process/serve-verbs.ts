import type { Call, Message, Verbs } from './message'

/**
 * Answers the calls of the process that started this one, over its IPC channel. Verbs are looked up at each call, so more
 * may be added while it runs. This process ends when the channel closes: nothing outlives the program that started it,
 * even if that one is killed. Ctrl-C reaches every process of a terminal; it is left to the first one to end the others
 * in order.
 */
export function serveVerbs(verbs: Partial<Verbs>): void {
  process.on('SIGINT', () => {})
  process.on('disconnect', () => process.exit(0))
  process.on('message', async ({ call, verb, input }: Call) => {
    try {
      const act = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined
      if (!act) throw new Error(`it does not know "${verb}", or not yet`)
      send({ answer: call, value: await act(input as never) })
    } catch (error) {
      send({ failed: call, reason: reasonOf(error), stack: error instanceof Error ? error.stack : undefined })
    }
  })
}

/** Tells the process that started this one something it did not ask for. */
export function sendNews(news: unknown): void {
  send({ news })
}

function send(message: Message): void {
  process.send?.(message)
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { hint } = error as { hint?: unknown }
  return typeof hint === 'string' ? `${error.message} (${hint})` : error.message
}
