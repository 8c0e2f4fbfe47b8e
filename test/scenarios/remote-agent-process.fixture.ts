import { type Memory, type OpenOptions, openMemory } from '@commonplace/memory'
import { memoryStorage } from '@commonplace/storage/memory'

/** What the process answers to a call. */
export interface Answer {
  readonly number: number
  readonly value?: unknown
  readonly error?: string
}

let memory: Memory | undefined

async function answer(verb: string, args: readonly unknown[]): Promise<unknown> {
  if (verb === 'open') {
    memory = await openMemory({ ...(args[0] as OpenOptions), storage: memoryStorage() })
    return undefined
  }
  const path = verb.split('.')
  let owner: unknown = memory
  for (const name of path.slice(0, -1)) owner = (owner as Record<string, unknown>)[name]
  const call = (owner as Record<string, (...args: unknown[]) => unknown>)[path.at(-1) as string]
  return await call?.apply(owner, [...args])
}

process.on('message', ({ number, verb, args }: { number: number; verb: string; args: unknown[] }) => {
  answer(verb, args).then(
    value => process.send?.({ number, value }),
    (error: Error & { code?: string }) => process.send?.({ number, error: `${error.code ?? ''} ${error.message}` }),
  )
})
