import { expect, test } from 'vitest'
import { formatRoute, parseRoute, type Route } from './route'

test('an address says everything there is to say, whatever the names contain', () => {
  const route: Route = {
    view: 'records',
    record: 'a space/with?#&=.0.x.1',
    conflict: undefined,
    question: undefined,
    filters: new Map([
      ['space', ['team', 'größe & co']],
      ['user', ['']],
    ]),
  }
  expect(parseRoute(formatRoute(route))).toEqual(route)
})

test('a conflict is named by space and key', () => {
  const route = { view: 'conflicts', conflict: { space: 'team', key: 'order/42/status?#' } } as const
  expect(parseRoute(formatRoute(route)).conflict).toEqual(route.conflict)
})

test('who looks as another agent has it in the address of what is looked at', () => {
  for (const route of [
    { view: 'policy', as: 'billing' },
    { view: 'conflicts', as: 'billing', conflict: { space: 'team', key: 'a' } },
    { view: 'records', as: 'billing', record: 'team.0.x.1' },
  ] as const)
    expect(parseRoute(formatRoute(route)).as).toBe('billing')
  expect(parseRoute('#storage?as=billing').as).toBeUndefined()
})

test('a run is named by space and name', () => {
  const route = { view: 'runs', run: { space: 'team', name: 'order-42/a?#' } } as const
  expect(parseRoute(formatRoute(route)).run).toEqual(route.run)
})

test('an unknown address is the overview', () => {
  expect(parseRoute('#weather?x=1')).toEqual({ view: 'overview', filters: new Map() })
})
