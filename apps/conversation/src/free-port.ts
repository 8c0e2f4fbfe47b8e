import { createServer } from 'node:net'
import { InputError } from './input-error'

/**
 * Makes sure that a port of the loopback interface can be had, before anything else is begun.
 *
 * @param port 0 for any
 * @throws InputError when somebody has it
 */
export async function checkFreePort(port: number): Promise<void> {
  if (port === 0) return
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => server.close(() => resolve()))
  }).catch(error => {
    throw new InputError(
      `the pages cannot be served at port ${port}: ${error.code === 'EADDRINUSE' ? 'it is taken' : error.message}`,
      'give another one with --port, or leave it out',
    )
  })
}
