/** A way to the worker that holds an index: a Worker, a worker thread, or a MessagePort of either or of a SharedWorker. */
export interface IndexPort {
  post(message: unknown, transfer?: readonly ArrayBuffer[]): void
  /** @param onLost called when the other side can be heard no more, as far as the platform tells */
  listen(onMessage: (message: unknown) => void, onLost: (error: unknown) => void): void
  close(): void
  /** Whether the process has to stay for an answer, where that is a question (Node). */
  hold?(isAwaited: boolean): void
}

/** What an application hands in: of the browser's or Node's. */
export interface WorkerLike {
  postMessage(message: never, transfer: never): void
  addEventListener?(type: string, listener: never): void
  on?(type: string, listener: never): unknown
  start?(): void
  terminate?(): unknown
  close?(): void
  ref?(): void
  unref?(): void
}

/** A `SharedWorker`. */
export interface SharedWorkerLike {
  readonly port: WorkerLike
  addEventListener(type: string, listener: never): void
}

type Listener = (event: unknown) => void

/**
 * Of a worker, a shared worker or a message port, in browsers and in Node. A worker is ended with the port, a message port
 * only closed.
 */
export function toPort(given: WorkerLike | SharedWorkerLike): IndexPort {
  if (!('port' in given)) return portOf(given)
  const port = portOf(given.port)
  return {
    ...port,
    listen(onMessage, onLost) {
      // Its port says nothing of a file that cannot be fetched.
      given.addEventListener('error', ((event: unknown) => onLost(toError(event))) as never)
      port.listen(onMessage, onLost)
    },
  }
}

function portOf(worker: WorkerLike): IndexPort {
  // Node's message ports speak both ways; its workers only their own.
  const isNode = worker.on !== undefined
  const on = (type: string, listener: Listener) =>
    isNode ? worker.on!(type, listener as never) : worker.addEventListener!(type, listener as never)
  return {
    post: (message, transfer = []) => worker.postMessage(message as never, transfer as never),
    listen(onMessage, onLost) {
      on('message', event => onMessage(isNode ? event : (event as { data: unknown }).data))
      on('messageerror', () => onLost(new Error('a message of the index worker could not be read')))
      on('error', event => onLost(isNode ? event : toError(event)))
      // Of worker threads; of message ports where the platform tells.
      on('exit', code => onLost(new Error(`the index worker ended with ${code}`)))
      on('close', () => onLost(new Error('the port of the index worker was closed')))
      worker.start?.()
    },
    close() {
      if (worker.terminate) void worker.terminate()
      else worker.close?.()
    },
    hold: isAwaited => (isAwaited ? worker.ref?.() : worker.unref?.()),
  }
}

/** What the `error` event of a browser's worker says; of one whose file cannot be fetched, nothing. */
function toError(event: unknown): Error {
  const { message } = event as { message?: string }
  return new Error(message ? `the index worker failed: ${message}` : 'the index worker could not be loaded')
}
