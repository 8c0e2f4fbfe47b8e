import type { InspectedTask } from '../memory-face'
import { inWords, sentence } from './count-text'

/** The answer in words: is anything left to do, and who has it? */
export function tasksHeadline(tasks: readonly Pick<InspectedTask, 'state' | 'outcomes'>[]): string {
  if (tasks.length === 0) return 'No task is on the board.'
  const of = (state: InspectedTask['state']) => tasks.filter(task => task.state === state).length
  const parts = [
    [of('claimed'), 'in hand'],
    [of('open'), 'open'],
    [of('done'), 'done and to be accepted'],
  ] as const
  const said = parts.filter(([many]) => many > 0)
  if (said.length === 0) return `${sentence(inWords(tasks.length, 'task'))}, all accepted.`
  const [[first, what], ...rest] = said as [(typeof parts)[number], ...typeof parts]
  const others = rest.map(([many, state]) => `${inWords(many, state, state)}`)
  return `${sentence(inWords(first, 'task'))} ${first === 1 ? 'is' : 'are'} ${[what, ...others].join(', ')}.`
}
