import type { Memory } from '@commonplace/memory'
import { createContext, createElement, type ReactNode, use } from 'react'

const MemoryContext = createContext<Memory | undefined>(undefined)

/** Gives the components below it a memory. Whoever opened the memory closes it; `useOpenMemory` does both. */
export function MemoryProvider({ memory, children }: { memory: Memory; children?: ReactNode }): ReactNode {
  return createElement(MemoryContext, { value: memory }, children)
}

/**
 * The memory of the nearest `MemoryProvider`.
 *
 * @throws Error outside of one
 */
export function useMemory(): Memory {
  const memory = use(MemoryContext)
  if (!memory) throw new Error('useMemory needs a <MemoryProvider memory={…}> above the component that calls it')
  return memory
}
