// What programs and examples of the READMEs and docs take as given: modules of the reader's own, and names that their pages speak of.

declare module '*/model' {
  export const model: Parameters<typeof import('ai').wrapLanguageModel>[0]['model']
}
declare module '*/agents-model' {
  export const model: import('@openai/agents-core').Model
}
declare module '*/my-storage' {
  export function openMyStorage(place: Place): Promise<import('@commonplace/storage').Storage>
}

type Memory = import('@commonplace/memory').Memory
interface Place {
  remove(): Promise<void>
}

declare const openMemory: typeof import('@commonplace/memory').openMemory
declare const memory: Memory
declare const other: Memory
declare const librarian: Memory
declare const ann: Memory
declare const team: Memory
declare const theirs: {
  getAll(options: object): Promise<{ results: Parameters<typeof import('@commonplace/mem0').importFromMem0>[1] }>
}
declare const agent: { id: string }
declare const relay: string
declare const scan: { id: string }
declare const note: { id: string }
declare const id: string
declare const uri: string
declare const file: string
declare const report: string
declare const signal: AbortSignal
declare function onProgress(progress: { done: number; total: number }): void
declare function render(): void
declare function show(done: number, total: number): void
declare function redact(text: string): string
declare function payBack(order: number, signal?: AbortSignal): Promise<string>
declare function fetchRates(from: string, to: string, signal: AbortSignal): Promise<{ rate: number }>
declare function buildIndex(options: { fence: number }): Promise<void>
declare function stopIndexing(): void
declare function ask(episodes: readonly { content: string }[], signal?: AbortSignal): Promise<string>
declare function keyOfThisUser(): Promise<Uint8Array | CryptoKey>
declare function makeTemporaryPlace(): Promise<Place>
