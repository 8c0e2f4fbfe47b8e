import { readFile } from 'node:fs/promises'
import type { Clock } from './clock'
import { createKeySet, type KeySet } from './key-set'

/** The key set to check a token with that names this key. */
export type KeySource = (kid: string | undefined) => KeySet | Promise<KeySet>

// A key that was taken out counts for so long at most.
const maxAgeMs = 10 * 60_000
// Tokens of keys that nobody knows make the relay ask so often at most.
const cooldownMs = 30_000
const timeoutMs = 5000
const maxBytes = 256 * 1024
const keysAre = 'keys are a JSON Web Key Set of public keys, as "commonplace-relay keys" makes one'

/**
 * Keys that are given, or stand in a file or at a URL (`https:`, or `http:` of this machine). Files and URLs are read again
 * when a token names a key that is not there, and when what was read is ten minutes old; while that fails the keys that
 * are known stay.
 *
 * @param onError is told why they could not be read again
 * @throws Error when they cannot be read at first, or are not valid
 */
export async function openKeySource(
  source: string | { readonly keys: readonly object[] },
  clock: Pick<Clock, 'now'>,
  onError: (error: unknown) => void = () => {},
): Promise<KeySource> {
  if (typeof source !== 'string') {
    const fixed = await createKeySet(source)
    return () => fixed
  }
  const load = async (): Promise<KeySet> => {
    try {
      return await createKeySet(JSON.parse(await textAt(source)))
    } catch (error) {
      // Of a failed fetch only the cause says more than that it failed.
      const { message, cause } = error as Error
      const why = `${message}${cause instanceof Error ? ` (${reasonOf(cause)})` : ''}`
      throw new Error(`the keys at ${source} cannot be used: ${why}; ${keysAre}`, { cause: error })
    }
  }
  let known = await load()
  let askedAt = clock.now()
  let reading: Promise<void> | null = null
  const readAgain = (): Promise<void> => {
    askedAt = clock.now()
    reading ??= load()
      .then(keys => {
        known = keys
      })
      .catch(onError)
      .finally(() => {
        reading = null
      })
    return reading
  }
  return async kid => {
    const age = clock.now() - askedAt
    const isUnknown = kid !== undefined && !known.names.has(kid)
    if (reading !== null && isUnknown) await reading
    // A clock that was set back says nothing of how old they are.
    else if (age < 0 || age >= maxAgeMs || (isUnknown && age >= cooldownMs)) await readAgain()
    return known
  }
}

/** Errors of several addresses tried have a code and no message. */
function reasonOf(error: Error): string {
  return error.message || String((error as NodeJS.ErrnoException).code)
}

async function textAt(source: string): Promise<string> {
  if (!/^https?:/.test(source)) return readFile(source, 'utf8')
  const { protocol, hostname } = new URL(source)
  if (protocol === 'http:' && !['localhost', '127.0.0.1', '[::1]'].includes(hostname)) {
    throw new Error('keys are fetched over https, or over http from this machine')
  }
  const response = await fetch(source, {
    signal: AbortSignal.timeout(timeoutMs),
    redirect: 'error',
    headers: { accept: 'application/json' },
  })
  if (!response.ok) throw new Error(`the server answered ${response.status}`)
  const text = await response.text()
  if (text.length > maxBytes) throw new Error(`a key set holds at most ${maxBytes} bytes`)
  return text
}
