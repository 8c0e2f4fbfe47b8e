import type { ItemSpan } from './stored-item'

type Span = Pick<ItemSpan, 'first' | 'last'>

/**
 * Whether all of a span is in others, in one of them or in several together: compaction cuts a room into pieces anew, and may put what
 * was one item into two.
 *
 * @param spans in log order
 */
export function isCovered({ first, last }: Span, spans: Iterable<Span>): boolean {
  let next = first
  for (const span of spans) if (span.first <= next && span.last >= next) next = span.last + 1
  return next > last
}
