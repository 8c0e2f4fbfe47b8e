import type { Memory } from '@commonplace/memory'
import { createTools, type ToolOptions, toErrorText } from '@commonplace/tools'
import { type ToolSet, tool } from 'ai'

/**
 * What a model may do with a memory, as `generateText`, `streamText` and agents take it. What goes wrong reaches the model as the
 * tool's error, with what to do. One conversation keeps the tools it was given: work that it has begun is theirs.
 *
 * @throws CommonplaceError `invalid-input` for a group of tools that is not there
 */
export function toolSet(memory: Memory, options: ToolOptions = {}): ToolSet {
  return Object.fromEntries(
    createTools(memory, options).map(({ name, title, description, input, run }) => [
      name,
      tool({
        title,
        description,
        inputSchema: input,
        async execute(args: Record<string, unknown>, { abortSignal }) {
          try {
            const answer = await run(args, abortSignal ? { signal: abortSignal } : {})
            return Array.isArray(answer) ? answer.join('\n') : answer
          } catch (cause) {
            throw new Error(toErrorText(cause), { cause })
          }
        },
      }),
    ]),
  )
}
