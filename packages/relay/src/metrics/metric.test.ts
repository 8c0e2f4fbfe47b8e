import { expect, test } from 'vitest'
import { Counter, Gauge, Histogram } from './metric'

test('a counter shows every value of its label from the start', () => {
  const counter = new Counter('refused', 'code', ['quota', 'invalid'])
  counter.add(2, 'invalid')
  expect(counter.render('refused_total')).toBe(
    '# HELP refused_total refused\n# TYPE refused_total counter\nrefused_total{code="quota"} 0\nrefused_total{code="invalid"} 2',
  )
})

test('a gauge is read when it is rendered', () => {
  let value = 1
  const gauge = new Gauge('rooms', () => value)
  value = 7
  expect(gauge.render('rooms')).toBe('# HELP rooms rooms\n# TYPE rooms gauge\nrooms 7')
})

test('a histogram counts what is at most a bound, each bucket with all below it', () => {
  const histogram = new Histogram('batch', [1, 4])
  for (const value of [1, 2, 4, 9]) histogram.observe(value)
  expect(histogram.render('batch').split('\n').slice(2)).toEqual([
    'batch_bucket{le="1"} 1',
    'batch_bucket{le="4"} 3',
    'batch_bucket{le="+Inf"} 4',
    'batch_sum 16',
    'batch_count 4',
  ])
})
