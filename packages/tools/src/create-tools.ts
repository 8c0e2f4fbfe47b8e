import { CommonplaceError, type Memory } from '@commonplace/memory'
import type { z } from 'zod'
import { allTools } from './all-tools'
import { type Tool, type ToolGroup, toolGroups } from './tool'
import { WorkInHand } from './work-in-hand'

/** What a model is given of a memory. */
export interface ToolOptions {
  /** Groups of tools; all but `erasing` when left out. */
  readonly tools?: readonly ToolGroup[] | undefined
  /** Only tools that change nothing. */
  readonly readOnly?: boolean | undefined
}

/** A tool over one memory, for a framework to hand to its model. */
export interface MemoryTool {
  readonly name: string
  readonly title: string
  readonly description: string
  /** a strict Zod object: what is not in it is refused */
  readonly input: z.ZodObject
  /** `erases` cannot be taken back */
  readonly does: Tool['does']
  /**
   * @param args as `input` gives them back
   * @returns texts for the model as they are, or an object of JSON values
   * @throws CommonplaceError as the verb of the memory that it calls; `toErrorText` says it for a model
   */
  run(args: Record<string, unknown>, options?: { readonly signal?: AbortSignal | undefined }): Promise<ToolResult>
}
export type ToolResult = readonly string[] | Readonly<Record<string, unknown>>

/**
 * What a model may do with a memory: one declaration for every framework. Work that is begun with these tools is finished with
 * the same ones, so one conversation keeps the tools it was given.
 *
 * @throws CommonplaceError `invalid-input` for a group of tools that is not there
 */
export function createTools(memory: Memory, options: ToolOptions = {}): MemoryTool[] {
  const inHand = new WorkInHand(memory)
  return chosen(options).map(({ run, ...tool }) => ({
    ...tool,
    run: async (args, { signal = new AbortController().signal } = {}) => {
      const answer = await run({ memory, inHand, signal }, args)
      // What is frozen or a Date in the memory is plain JSON for a model.
      return Array.isArray(answer) ? answer : JSON.parse(JSON.stringify(answer))
    },
  }))
}

function chosen({ tools = toolGroups.filter(group => group !== 'erasing'), readOnly = false }: ToolOptions): Tool[] {
  const unknown = tools.filter(group => !toolGroups.includes(group))
  if (unknown.length > 0) {
    throw new CommonplaceError('invalid-input', `there are no tools "${unknown.join('", "')}"`, {
      hint: `choose from ${toolGroups.join(', ')}`,
    })
  }
  return [...new Set(tools)].flatMap(group => allTools[group]).filter(({ does }) => !readOnly || does === 'reads')
}
