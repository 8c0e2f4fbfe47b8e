import { CommonplaceError } from '../errors'
import type { Json, RecordBody } from '../model'
import { jsonFault } from '../model/json'
import { utf8Length } from '../model/record-limits'
import type { GateOptions } from './gate-options'
import { redacted, type SecretRule, secretsIn } from './secrets'

/**
 * What may be written of a body: as it is, or with its secrets taken out, which its `gate` then names.
 *
 * @throws CommonplaceError `secret` naming the rule and the field, never the secret; `content-too-large`
 */
export function screened(body: RecordBody, { secrets, bytes }: GateOptions): RecordBody {
  const who = `agent "${body.author.agent}"`
  if (bytes !== undefined && typeof body.content === 'string' && utf8Length(body.content) > bytes)
    throw new CommonplaceError(
      'content-too-large',
      `${who} tried to write ${utf8Length(body.content)} bytes of content`,
      {
        hint: `its gate takes ${bytes}: keep the document elsewhere, and write what it says with its address as the source`,
      },
    )
  const actionOf = (rule: SecretRule) => (typeof secrets === 'string' ? secrets : secrets?.[rule]) ?? 'refuse'
  const rules = new Set<SecretRule>()
  const clean = (field: string, text: string): string => {
    const found = secretsIn(text).filter(({ rule }) => actionOf(rule) !== 'keep')
    const refused = found.find(({ rule }) => actionOf(rule) === 'refuse')
    if (refused)
      throw new CommonplaceError('secret', `${who} tried to write what looks like a ${refused.rule} in ${field}`, {
        hint: "leave it out and name where it is kept; openMemory({ gate: { secrets: 'redact' } }) writes the rest",
      })
    for (const { rule } of found) rules.add(rule)
    return found.length > 0 ? redacted(text, found) : text
  }
  const cleanJson = (field: string, value: Json): Json => {
    if (typeof value === 'string') return clean(field, value)
    // What JSON cannot carry, cycles among it, is refused where it is encoded.
    if (typeof value !== 'object' || value === null || jsonFault(value, '') !== undefined) return value
    if (Array.isArray(value)) return value.map(item => cleanJson(field, item))
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, cleanJson(`${field}.${name}`, item)]))
  }
  if (secrets === 'keep') return body
  const { content, title, value, metadata, gate: _, ...rest } = body
  const safe = {
    content: cleanJson('its content', content),
    ...(title !== undefined && { title: clean('its title', title) }),
    ...(value !== undefined && { value: cleanJson('its value', value) }),
    ...(metadata !== undefined && { metadata: cleanJson('its metadata', metadata) as typeof metadata }),
  }
  return { ...rest, ...safe, ...(rules.size > 0 && { gate: { redacted: [...rules] } }) }
}
