import { CommonplaceError } from '../errors'

/** What an agent has been given: the fingerprint of what was said, by place (`space`, then key). */
export type Given = ReadonlyMap<string, string>

const version = 1
/** Beyond these the oldest are forgotten, and may be told again. */
const most = 1024

/** What was given as text that a program keeps between two calls. */
export function givenToCursor(given: Given): string {
  return JSON.stringify([version, ...[...given].slice(-most)])
}

/** @throws CommonplaceError `invalid-input` for a text that is no cursor, `newer-version` for a later program's */
export function cursorToGiven(cursor: string, who: string): Given {
  const parsed = parse(cursor)
  if (!Array.isArray(parsed) || typeof parsed[0] !== 'number') throw invalid(who)
  const [found, ...pairs] = parsed as [number, ...unknown[]]
  if (found !== version)
    throw new CommonplaceError('newer-version', `agent "${who}" handed context a cursor of version ${found}`, {
      hint: 'leave `since` out to be given everything again',
    })
  return new Map(
    pairs.map(pair => {
      if (Array.isArray(pair) && pair.length === 2 && pair.every(part => typeof part === 'string'))
        return pair as [string, string]
      throw invalid(who)
    }),
  )
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function invalid(who: string): CommonplaceError {
  return new CommonplaceError('invalid-input', `agent "${who}" called context with a since that is no cursor`, {
    hint: 'pass the `cursor` of an earlier packet',
  })
}
