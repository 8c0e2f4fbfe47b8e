import { recallMiddleware } from '@commonplace/ai-sdk'
import { createTools } from '@commonplace/tools'
import { expect, test } from 'vitest'
import { memoryOfTest, teamOfEachTest } from '../fixtures/memories'

const team = teamOfEachTest()

test('P18 a model that begins again what it has in hand is told which work that is; another is told that somebody is at it', async () => {
  const [coder, reviewer] = [await team.open('coder'), await team.open('reviewer')].map(memory => {
    const tools = new Map(createTools(memory, { tools: ['work'] }).map(tool => [tool.name, tool]))
    return (name: string, args: Record<string, unknown>) => tools.get(name)!.run(args)
  }) as [(name: string, args: object) => Promise<unknown>, (name: string, args: object) => Promise<unknown>]
  const key = ['rates', { from: 'EUR', to: 'USD' }]
  expect(await coder('work_begin', { key })).toMatchObject({ state: 'yours', work: 'work-1' })
  const again = { key: ['rates', { to: 'USD', from: 'EUR' }], waitSeconds: 1 }
  expect(await coder('work_begin', again)).toEqual({ state: 'busy', hint: expect.stringContaining('"work-1"') })
  expect(await reviewer('work_begin', again)).toEqual({ state: 'busy', hint: expect.stringContaining('another agent') })
  expect(await coder('work_finish', { work: 'work-1', result: 1.1 })).toEqual({ state: 'done' })
  expect(await reviewer('work_begin', again)).toEqual({ state: 'done', result: 1.1 })
})

test('P18 a budget that no packet can have is refused when the middleware is made, where nobody would hear of it later', async () => {
  const memory = await memoryOfTest('support')
  for (const budget of [-1, 10, 99.5, Number.NaN, 2_000_000])
    expect(() => recallMiddleware(memory, { budget })).toThrow(`a budget of ${budget}`)
  expect(() => recallMiddleware(memory, { budget: undefined, run: undefined })).not.toThrow()
})

test('P18 a model that gives what a number or a word was to be is told what it takes', async () => {
  const tools = new Map(createTools(await memoryOfTest('support')).map(tool => [tool.name, tool]))
  const faults = (name: string, args: object) =>
    tools
      .get(name)!
      .input.safeParse(args)
      .error?.issues.map(({ path, message }) => `${path}: ${message}`)
  expect(faults('memory_search', { query: 'x', limit: 'many', hops: 3 })).toEqual([
    "limit: expected a whole number, 1 to 100, or 'auto'",
    'hops: expected 1 or 2',
  ])
  expect(faults('memory_search', { query: 'x', limit: 0 })).toEqual(['limit: Too small: expected number to be >=1'])
  expect(faults('graph_neighbours', { entity: 'Ada', hops: 0 })).toEqual(['hops: expected 1 or 2'])
})
