import { CommonplaceError, type ContextOptions, type Memory } from '@commonplace/memory'
import type { LanguageModelMiddleware } from 'ai'
import { latestQuestion, withContext } from './prompt'
import { passedThrough } from './spoken-text'

/** What a model is told before it answers, and what is kept of the conversation. */
export interface RecallOptions extends Pick<ContextOptions, 'budget' | 'filter' | 'scope'> {
  /** The run whose log the conversation goes to, each question and answer once; nothing is written when left out. */
  readonly run?: string | undefined
  /** Hears that the memory failed: the model is asked without it then. Nobody when left out. */
  readonly onError?: ((error: unknown) => void) | undefined
}

/** What `memory.context` takes, in tokens. */
const [smallestBudget, largestBudget] = [64, 1_000_000] as const
/** No packet is asked for with a question longer than a search takes. */
const longestQuestion = 8_192

/**
 * Middleware for `wrapLanguageModel`: puts what the team remembers about the user's latest message before that message, as
 * delimited data with citations, and with `run` logs questions and answers so that any agent of the team can go on from there.
 *
 * A memory that fails does not keep the model from answering.
 *
 * @throws CommonplaceError `invalid-input` for a budget that no packet can have: each answer would go without one
 */
export function recallMiddleware(memory: Memory, options: RecallOptions = {}): LanguageModelMiddleware {
  const { run, onError, ...asked } = options
  const { budget = smallestBudget } = asked
  if (!(Number.isInteger(budget) && budget >= smallestBudget && budget <= largestBudget))
    throw new CommonplaceError('invalid-input', `recallMiddleware was given a budget of ${budget}`, {
      hint: `pass a whole number of tokens from ${smallestBudget} to ${largestBudget}`,
    })
  const orElse = async (action: () => Promise<unknown>): Promise<void> => {
    await action().catch(error => onError?.(error))
  }
  const say = async (role: 'user' | 'assistant', content: string): Promise<void> => {
    if (run === undefined || content.trim() === '') return
    await orElse(() => memory.runs.log(run, { role, content }))
  }
  return {
    specificationVersion: 'v4',
    async transformParams({ params }) {
      const question = latestQuestion(params.prompt)
      if (!question) return params
      let { prompt } = params
      await orElse(async () => {
        const { text } = await memory.context({ query: question.text.slice(0, longestQuestion), ...asked })
        if (text !== '') prompt = withContext(prompt, question, text)
      })
      // Later steps of one answer hold the same question, behind what tools said.
      if (question.isLast) await say('user', question.text)
      return { ...params, prompt }
    },
    async wrapGenerate({ doGenerate }) {
      const result = await doGenerate()
      await say('assistant', result.content.map(part => (part.type === 'text' ? part.text : '')).join(''))
      return result
    },
    async wrapStream({ doStream }) {
      const { stream, ...rest } = await doStream()
      return { ...rest, stream: stream.pipeThrough(passedThrough(text => say('assistant', text))) }
    },
  }
}
