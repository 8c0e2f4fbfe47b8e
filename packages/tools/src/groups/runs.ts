import { z } from 'zod'
import { shownRecord } from '../shown-record'
import { type Tool, tool } from '../tool'
import * as input from './input'

const run = z.string().min(1).describe('Name of the run: a session, a task, a ticket')

/** Logs and states of runs, so that another agent can go on where one stopped. */
export const runTools: readonly Tool[] = [
  tool({
    name: 'run_log',
    title: 'Log what happened in a run',
    description: 'Adds an entry to the log of a run. Searches find it like any record.',
    does: 'writes',
    input: {
      run,
      content: z.string().min(1),
      role: z.string().optional().describe("Such as 'user', 'assistant' or 'tool'"),
      space: input.space,
    },
    async run({ memory, signal }, { run: name, content, role, ...options }) {
      const entry = role === undefined ? content : { role, content }
      return { record: shownRecord(await memory.runs.log(name, entry, { ...options, signal })) }
    },
  }),
  tool({
    name: 'run_read',
    title: 'Read the log of a run',
    description: 'The last entries of the log of a run, oldest first.',
    does: 'reads',
    input: { run, last: z.number().int().min(1).max(500).optional().describe('How many; 20 when left out') },
    async run({ memory }, { run: name, last = 20 }) {
      return { entries: (await memory.runs.window(name, { last })).map(shownRecord) }
    },
  }),
  tool({
    name: 'run_checkpoint',
    title: 'Save the state of a run',
    description: 'Saves where a run is, as JSON, so that this or another agent can go on from there.',
    does: 'writes',
    input: { run, state: z.json().describe('At most 64 kB'), space: input.space, consistency: input.consistency },
    async run({ memory, signal }, { run: name, state, ...options }) {
      const { version, term, time } = await memory.runs.checkpoint(name, state, { ...options, signal })
      return { run: name, version, term, time: time.toISOString() }
    },
  }),
  tool({
    name: 'run_resume',
    title: 'Take a run over',
    description:
      'Takes over a run that another agent, or an earlier session, left: its last state and what was logged since.',
    does: 'writes',
    input: {
      run,
      space: input.space,
      offline: z.boolean().optional().describe('Take what is on this device, without waiting for the relay'),
    },
    async run({ memory, signal }, { run: name, ...options }) {
      const { state, version, term, from, log, forks } = await memory.runs.resume(name, { ...options, signal })
      return {
        run: name,
        state: state ?? null,
        version,
        term,
        ...(from && { from: from.agent }),
        log: log.map(shownRecord),
        ...(forks.length > 0 && { forks: forks.length }),
      }
    },
  }),
  tool({
    name: 'run_list',
    title: 'Runs',
    description: 'The runs that are logged or have a saved state, the latest first.',
    does: 'reads',
    input: { space: input.space, limit: z.number().int().min(1).max(500).optional().describe('50 when left out') },
    async run({ memory }, { limit = 50, ...options }) {
      const runs = await memory.runs.list(options)
      return { runs: runs.slice(0, limit), of: runs.length }
    },
  }),
]
