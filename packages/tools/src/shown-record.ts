import type { Fact, MemoryRecord } from '@commonplace/memory'

/** For a model to read, as JSON. */
type Shown = Readonly<Record<string, unknown>>

/** A record for a model to read: what bears on whether and how to use it, and nothing that is empty. */
export function shownRecord(record: MemoryRecord): Shown {
  const { id, space, kind, key, value, content, title, author, status, trust, confidence, durability } = record
  return {
    id,
    content,
    ...(key !== undefined && { key, value }),
    ...(title !== undefined && { title }),
    kind,
    space,
    author: author.agent,
    ...(author.user !== undefined && { user: author.user }),
    time: record.time.toISOString(),
    status,
    trust,
    durability,
    ...(confidence !== undefined && { confidence }),
    ...(record.tags.length > 0 && { tags: record.tags }),
    ...(record.scope.run !== undefined && { run: record.scope.run }),
    ...(record.derivedFrom.length > 0 && { derivedFrom: record.derivedFrom }),
    ...(record.validFrom && { validFrom: record.validFrom.toISOString() }),
    ...(record.validTo && { validTo: record.validTo.toISOString() }),
    ...(record.expires && { expires: record.expires.toISOString() }),
    ...(record.source && { source: record.source }),
    ...(record.disputed && { disputed: true }),
    ...(record.quarantined && { quarantined: true }),
    ...(record.gate && { gate: record.gate }),
    ...(record.metadata && { metadata: record.metadata }),
  }
}

/** A fact with every side that stands. */
export function shownFact(fact: Fact): Shown {
  return {
    key: fact.key,
    space: fact.space,
    settled: fact.settled,
    value: fact.value ?? null,
    sides: fact.sides.map(side => ({
      id: side.id,
      value: side.retracted ? null : side.value,
      ...(side.retracted && { retracted: true }),
      author: side.author.agent,
      heldBy: side.heldBy.map(({ agent }) => agent),
      time: side.time.toISOString(),
      status: side.status,
      ...(side.confidence !== undefined && { confidence: side.confidence }),
      ...(side.evidence.length > 0 && { evidence: side.evidence }),
    })),
    ...(fact.waiting.length > 0 && { waiting: fact.waiting.length }),
    ...(fact.flips >= 2 && { flips: fact.flips }),
  }
}
