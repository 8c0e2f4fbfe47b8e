import { z } from 'zod'
import { type Tool, tool } from '../tool'

/** Forgetting for good; only where the one who starts the server allows it. */
export const erasingTools: readonly Tool[] = [
  tool({
    name: 'memory_erase',
    title: 'Forget for good',
    description:
      'Erases records from this device, the relay and every other replica, with all their versions. It cannot be taken back. Use memory_retract for what is merely wrong.',
    does: 'erases',
    input: {
      ids: z.array(z.string().min(1)).min(1).max(1000).optional(),
      subject: z.string().optional().describe('All that is about this user'),
      reason: z.string().min(1).max(2048).optional(),
      dryRun: z.boolean().optional().describe('Only says what it would erase'),
    },
    async run({ memory, signal }, { ids, subject, ...options }) {
      if ((ids === undefined) === (subject === undefined))
        throw new TypeError('memory_erase takes either ids or subject')
      const report = await memory.erase(ids ? { ids } : { subject: subject! }, { ...options, signal })
      return { ...report }
    },
  }),
]
