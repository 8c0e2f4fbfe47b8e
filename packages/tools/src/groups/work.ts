import { z } from 'zod'
import { type Tool, tool } from '../tool'
import * as input from './input'

/** What one agent of the team does, the others need not do again. */
export const workTools: readonly Tool[] = [
  tool({
    name: 'work_begin',
    title: 'Begin work once for the team',
    description:
      "Before something slow or costly that others may do too (an API call, a report, a migration): says whether it is yours to do ('yours'), was done ('done', with the result), or another agent is at it ('busy'). When it is yours, do it and call work_finish with the `work` you were given.",
    does: 'writes',
    input: {
      key: z
        .union([z.string().min(1), z.array(z.json()).min(1)])
        .describe("The same for everybody who would do the same, such as ['crm.lookup', { customer: 42 }]"),
      waitSeconds: z
        .number()
        .min(1)
        .max(55)
        .optional()
        .describe('How long to wait for another agent that is at it; 20 when left out'),
      ttl: z.string().optional().describe("How long the result counts, such as '10m' (the default) or '1d'"),
      timeout: z.string().optional().describe("When it is given up if work_finish is not called; '10m' when left out"),
      space: input.space,
    },
    run: ({ inHand, signal }, { key, ...options }) => inHand.begin(key, options, signal),
  }),
  tool({
    name: 'work_finish',
    title: 'Finish work',
    description: 'Gives the team the result of work that work_begin said is yours, or says that it failed.',
    does: 'writes',
    input: {
      work: z.string().describe('As work_begin gave it'),
      result: z.json().optional().describe('JSON, at most 64 kB'),
      failed: z.string().min(1).optional().describe('Why there is no result; another agent may try'),
    },
    run: ({ inHand }, { work, ...outcome }) => inHand.finish(work, outcome),
  }),
]
