import type { Memory } from '@commonplace/memory'
import { createTools, type MemoryTool, type ToolOptions, toErrorText } from '@commonplace/tools'
import { type FunctionTool, tool } from '@openai/agents-core'
import { z } from 'zod'

/**
 * What an agent of the OpenAI Agents SDK may do with a memory. What goes wrong reaches the model as the tool's answer, with what to
 * do. One conversation keeps the tools it was given: work that it has begun is theirs.
 *
 * @throws CommonplaceError `invalid-input` for a group of tools that is not there
 */
export function agentTools(memory: Memory, options: ToolOptions = {}): FunctionTool[] {
  return createTools(memory, options).map(toFunctionTool)
}

/** Not strict: a strict schema has no optional parameters. What comes is checked here. */
function toFunctionTool({ name, description, input, run }: MemoryTool): FunctionTool {
  const { properties = {}, required = [] } = z.toJSONSchema(input, { io: 'input' })
  return tool({
    name,
    description,
    strict: false,
    parameters: {
      type: 'object',
      properties: properties as Record<string, never>,
      required,
      additionalProperties: true,
    },
    async execute(given: unknown, _context, details) {
      const args = input.safeParse(given)
      if (!args.success) return `invalid-input: ${name} was called with ${z.prettifyError(args.error)}`
      try {
        const answer = await run(args.data, details?.signal ? { signal: details.signal } : {})
        return Array.isArray(answer) ? answer.join('\n') : JSON.stringify(answer)
      } catch (error) {
        return toErrorText(error)
      }
    },
  }) as FunctionTool
}
