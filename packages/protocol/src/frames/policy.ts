import type { BaseRule } from '../access/base-rule'
import { parseNamePattern } from '../access/name-pattern'
import type { FrameCodec } from '../frame-codec'
import { FrameError } from '../frame-error'
import type { FrameReader } from '../frame-reader'
import type { FrameWriter } from '../frame-writer'
import { allRights } from '../rights'

/** How much of a policy log its reader sees; the order is the number on the wire. */
export const policyReaches = ['none', 'part', 'whole'] as const

/** `none`: the relay keeps no log. `part`: what is about the reader. `whole`: all of its tenant's. */
export type PolicyReach = (typeof policyReaches)[number]

/** Answers `follow-policy`, and comes again when what the reader may see has changed: what it holds beyond `after` counts no more. */
export interface Policy {
  readonly type: 'policy'
  readonly reach: PolicyReach
  readonly after: number
  /** the number of the last line that follows now */
  readonly upTo: number
  /** what holds before the log says anything, as far as the reader may see it */
  readonly rules: readonly BaseRule[]
}

const rulesPerFrame = 1024
const namesPerRule = 256
const patternBytes = 2048

export const policy: FrameCodec<Policy> = {
  type: 'policy',
  byte: 0x57,
  write(writer, { reach, after, upTo, rules }) {
    writer.byte(policyReaches.indexOf(reach))
    writer.uint(after)
    writer.uint(upTo)
    writer.uint(rules.length)
    for (const rule of rules) writeRule(writer, rule)
  },
  read(reader) {
    const reach = policyReaches[reader.byte()]
    if (reach === undefined) throw new FrameError('unsupported', 'a reach of a policy is unknown')
    const [after, upTo] = [reader.uint(), reader.uint()]
    const rules: BaseRule[] = []
    for (let left = reader.count(rulesPerFrame, 'rules'); left > 0; left--) rules.push(readRule(reader))
    return { type: 'policy', reach, after, upTo, rules }
  },
}

function writeRule(writer: FrameWriter, { tenant, space, agents, users, level }: BaseRule): void {
  writer.text(tenant)
  writer.text(space)
  for (const names of [agents, users]) {
    writer.uint(names.length)
    for (const name of names) writer.text(name)
  }
  writer.byte(level)
}

function readRule(reader: FrameReader): BaseRule {
  const [tenant, space] = [readPattern(reader), readPattern(reader)]
  const [agents, users] = [readPatterns(reader), readPatterns(reader)]
  const level = reader.byte()
  if (level > allRights.length) throw new FrameError('unsupported', 'a right is unknown')
  return { tenant, space, agents, users, level }
}

function readPatterns(reader: FrameReader): string[] {
  const patterns: string[] = []
  for (let left = reader.count(namesPerRule, 'names'); left > 0; left--) patterns.push(readPattern(reader))
  return patterns
}

function readPattern(reader: FrameReader): string {
  const pattern = reader.text(patternBytes, 'pattern')
  try {
    parseNamePattern(pattern)
    return pattern
  } catch (error) {
    throw new FrameError('invalid', (error as Error).message)
  }
}
