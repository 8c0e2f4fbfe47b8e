import { isLedgerKey } from './keys'
import type { Kind, RecordBody } from './record-body'
import type { Version } from './version'
import type { Votes } from './votes'

/** Where content came from, least to be trusted first; `other`: a source type that is none of these. */
export const sourceClasses = ['web', 'other', 'tool', 'agent', 'user'] as const

/** What a rule of quarantine tells sources apart by. */
export type SourceClass = (typeof sourceClasses)[number]

/**
 * What is held back from readers, with everything made from it, until it is promoted: what came from these sources, what
 * these agents wrote, or both where both are given.
 */
export interface QuarantineRule {
  readonly sources?: readonly SourceClass[]
  readonly authors?: readonly string[]
  readonly space?: string
  readonly kind?: Kind
  /** how many distinct agents, the author not among them, must verify a version to promote it; 1 when left out */
  readonly validators?: number
  /** the agents who may; the curators when left out, anybody where there are none */
  readonly among?: readonly string[]
}

/** Most rules at once: each is a bit beside those of the classes. */
export const maxQuarantineRules = 24

const firstRule = sourceClasses.length
const allClasses = 2 ** firstRule - 1

/** The class of a source; an agent that names none speaks for itself. */
function sourceClassOf({ source }: Pick<RecordBody, 'source'>): SourceClass {
  if (source === undefined) return 'agent'
  return sourceClasses.find(each => each === source.type) ?? 'other'
}

/** Whether a rule is meant for what an agent writes in a space, of its kinds and sources. */
function isOn(rule: QuarantineRule, space: string, agent = ''): boolean {
  return (rule.space ?? space) === space && (rule.authors?.includes(agent) ?? true)
}

/** Whether a rule is meant for the lines of the ledger that an agent writes in a space: they have neither kind nor source. */
export function isOnLines(rule: QuarantineRule, space: string, agent?: string): boolean {
  return !rule.kind && !rule.sources && isOn(rule, space, agent)
}

/** What a version brings with it, as bits: its source's class, then each rule that is meant for it. */
export function marksOf(rules: readonly QuarantineRule[], space: string, { entry, record, author }: Version): number {
  if (!record.ok || record.body.type === 'tombstone') return 0
  const { body } = record
  const from = sourceClassOf(body)
  const isLine = isLedgerKey(entry.key)
  let marks = 1 << sourceClasses.indexOf(from)
  for (const [i, rule] of rules.entries()) {
    const isMeant = isLine
      ? isOnLines(rule, space, author?.agent)
      : isOn(rule, space, author?.agent) &&
        (rule.kind ?? body.kind) === body.kind &&
        (rule.sources?.includes(from) ?? true)
    if (isMeant) marks |= 1 << (firstRule + i)
  }
  return marks
}

/** The rules that enough validators have lifted from a version, as bits. */
export function clearedOf(rules: readonly QuarantineRule[], { author }: Version, { verified }: Votes): number {
  let cleared = 0
  for (const [i, { among, validators = 1 }] of rules.entries()) {
    const counted = verified.filter(agent => agent !== author?.agent && (among?.includes(agent) ?? true))
    if (counted.length >= validators) cleared |= 1 << (firstRule + i)
  }
  return cleared
}

/** The rules that hold a version back. */
export function heldBy(taint: number, rules: readonly QuarantineRule[]): readonly QuarantineRule[] {
  return rules.filter((_, i) => (taint & (1 << (firstRule + i))) !== 0)
}

/** Whether any rule holds a version back. */
export function isTainted(taint: number): boolean {
  return (taint & ~allClasses) !== 0
}

/** The classes of everything that a version came from, least trusted first. */
export function originsOf(taint: number): readonly SourceClass[] {
  return Object.freeze(sourceClasses.filter((_, i) => (taint & (1 << i)) !== 0))
}
