import type { Memory } from '@commonplace/memory'
import { z } from 'zod'
import type { WorkInHand } from './work-in-hand'

/** What a host can be given or not, as a whole. */
export const toolGroups = ['records', 'facts', 'work', 'runs', 'team', 'graph', 'artifacts', 'erasing'] as const
export type ToolGroup = (typeof toolGroups)[number]

/** What a tool works with. */
export interface ToolContext {
  readonly memory: Memory
  readonly inHand: WorkInHand
  /** Aborted when the host calls the request off. */
  readonly signal: AbortSignal
}

/** One tool of the server, as its group's file says it. */
export interface Tool {
  readonly name: string
  readonly title: string
  /** For the model that chooses tools. */
  readonly description: string
  readonly input: z.ZodObject
  /** `erases` cannot be taken back */
  readonly does: 'reads' | 'writes' | 'erases'
  /** @returns a text for the model as it is, or what becomes JSON */
  run(context: ToolContext, args: Record<string, unknown>): Promise<ToolAnswer>
}

/** Several texts, or one object. */
export type ToolAnswer = readonly string[] | Readonly<Record<string, unknown>>

/** A tool whose `run` gets what `input` lets through; names that are not there are refused, since they would do nothing. */
export function tool<Shape extends z.ZodRawShape>(
  definition: Omit<Tool, 'input' | 'run'> & {
    readonly input: Shape
    run(context: ToolContext, args: z.output<z.ZodObject<Shape>>): Promise<ToolAnswer>
  },
): Tool {
  const { input, run, ...rest } = definition
  return { ...rest, input: z.strictObject(input), run: (context, args) => run(context, args as never) }
}
