import { type Memory, openMemory } from '@commonplace/memory'
import { memoryStorage } from '@commonplace/storage/memory'
import { validate } from '@langchain/langgraph-checkpoint-validation'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { CommonplaceCheckpointer } from './checkpointer'

const opened: Memory[] = []

// LangGraph's own suite for checkpointers, which takes these from around it.
Object.assign(globalThis, { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it })

validate({
  checkpointerName: 'CommonplaceCheckpointer',
  async createCheckpointer() {
    const memory = await openMemory({ agent: { id: 'a' }, storage: memoryStorage() })
    opened.push(memory)
    return new CommonplaceCheckpointer(memory)
  },
  async destroyCheckpointer() {
    await opened.pop()?.close()
  },
})
