import type { PolicyEntry } from '../access/policy-entry'
import { checkStatement, isDelegation, type Statement, StatementError } from '../access/statement'
import type { FrameCodec } from '../frame-codec'
import { FrameError } from '../frame-error'
import type { FrameReader } from '../frame-reader'
import type { FrameWriter } from '../frame-writer'
import { allRights } from '../rights'
import { hashLength } from './follow-policy'

/** A line of a policy log, without what follows from the one before. */
export type PolicyLine = Pick<PolicyEntry, 'at' | 'by' | 'statement' | 'hash'>

/** The next lines of the policy log that the reader follows. */
export interface PolicyLines {
  readonly type: 'policy-lines'
  readonly lines: readonly PolicyLine[]
}

/** So that the longest fit into a frame. */
export const policyLinesPerFrame = 128

// "agent for user", names of 256 bytes each
const byBytes = 517
const patternBytes = 2048
const hasFrom = 1
const hasUntil = 2

export const policyLines: FrameCodec<PolicyLines> = {
  type: 'policy-lines',
  byte: 0x58,
  write(writer, { lines }) {
    writer.uint(lines.length)
    for (const { at, by, statement, hash } of lines) {
      writer.uint(at)
      writer.text(by)
      writeStatement(writer, statement)
      writer.text(hash)
    }
  },
  read(reader) {
    const lines: PolicyLine[] = []
    for (let left = reader.count(policyLinesPerFrame, 'lines'); left > 0; left--) {
      const [at, by] = [reader.uint(), reader.text(byBytes, 'who logged a line')]
      lines.push({ at, by, statement: readStatement(reader), hash: reader.text(hashLength, 'hash') })
    }
    return { type: 'policy-lines', lines }
  },
}

function writeStatement(writer: FrameWriter, statement: Statement): void {
  const { from, until } = statement
  writer.byte(statement.do === 'grant' ? 0 : 1)
  writer.text(statement.agent)
  // 0 for an edge from a user, else a right from 1.
  writer.byte(isDelegation(statement) ? 0 : allRights.indexOf(statement.right) + 1)
  writer.text(isDelegation(statement) ? statement.user : statement.space)
  writer.byte((from === undefined ? 0 : hasFrom) | (until === undefined ? 0 : hasUntil))
  if (from !== undefined) writer.uint(from)
  if (until !== undefined) writer.uint(until)
}

function readStatement(reader: FrameReader): Statement {
  const verb = reader.byte()
  if (verb > 1) throw new FrameError('unsupported', 'a statement of a policy is unknown')
  const agent = reader.text(patternBytes, 'agent of a line')
  const level = reader.byte()
  const name = reader.text(patternBytes, 'name of a line')
  const times = reader.byte()
  if (level > allRights.length || times > (hasFrom | hasUntil)) {
    throw new FrameError('unsupported', 'a statement of a policy is unknown')
  }
  try {
    return checkStatement({
      ...{ do: verb === 0 ? 'grant' : 'revoke', agent },
      ...(level === 0 ? { user: name } : { space: name, right: allRights[level - 1] }),
      ...(times & hasFrom && { from: reader.uint() }),
      ...(times & hasUntil && { until: reader.uint() }),
    })
  } catch (error) {
    if (error instanceof StatementError) throw new FrameError('invalid', error.message)
    throw error
  }
}
