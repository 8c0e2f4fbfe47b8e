import { CommonplaceError } from '../errors'
import type { Json, RecordBody } from '../model'
import { jsonFault } from '../model/json'
import { utf8Length } from '../model/record-limits'
import type { GateOptions } from './gate-options'
import { redacted, type SecretRule, secretsIn } from './secrets'

/** Takes the secrets out of what an agent says, or refuses it; `rules` gathers what it took out. */
export class Cleaner {
  readonly rules = new Set<SecretRule>()
  readonly #who: string
  readonly #secrets: GateOptions['secrets']

  constructor(agent: string, secrets: GateOptions['secrets']) {
    this.#who = `agent "${agent}"`
    this.#secrets = secrets
  }

  /** @throws CommonplaceError `secret` naming the rule and the field, never the secret */
  text(field: string, text: string, name?: string): string {
    const found = secretsIn(text, name).filter(({ rule }) => this.#actionOf(rule) !== 'keep')
    const refused = found.find(({ rule }) => this.#actionOf(rule) === 'refuse')
    if (refused) throw this.#refusal(refused.rule, field)
    for (const { rule } of found) this.rules.add(rule)
    return found.length > 0 ? redacted(text, found) : text
  }

  /** Every text in a value; the names of its properties say of some what they are. */
  json<T extends Json>(field: string, value: T): T {
    if (this.#secrets === 'keep') return value
    return this.#json(field, value) as T
  }

  /** For what cannot be said otherwise, as a key: with a secret taken out it would be another one. */
  whole(field: string, text: string): string {
    const found = secretsIn(text).find(({ rule }) => this.#actionOf(rule) !== 'keep')
    if (found) throw this.#refusal(found.rule, field)
    return text
  }

  #json(field: string, value: Json, called?: string): Json {
    if (typeof value === 'string') return this.text(field, value, called)
    // What JSON cannot carry, cycles among it, is refused where it is encoded.
    if (typeof value !== 'object' || value === null || jsonFault(value, '') !== undefined) return value
    if (Array.isArray(value)) return value.map(item => this.#json(field, item))
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [name, this.#json(`${field}.${name}`, item, name)]),
    )
  }

  #actionOf(rule: SecretRule) {
    return (typeof this.#secrets === 'string' ? this.#secrets : this.#secrets?.[rule]) ?? 'refuse'
  }

  #refusal(rule: SecretRule, field: string): CommonplaceError {
    return new CommonplaceError('secret', `${this.#who} tried to write what looks like a ${rule} in ${field}`, {
      hint: "name where it is kept; gate: { secrets: 'redact' } writes the rest",
    })
  }
}

/**
 * What may be written of a body: as it is, or with its secrets taken out, which its `gate` then names.
 *
 * @throws CommonplaceError `secret` naming the rule and the field, never the secret; `content-too-large`
 */
export function screened(body: RecordBody, { secrets, bytes }: GateOptions): RecordBody {
  if (bytes !== undefined && typeof body.content === 'string' && utf8Length(body.content) > bytes)
    throw new CommonplaceError(
      'content-too-large',
      `agent "${body.author.agent}" tried to write ${utf8Length(body.content)} bytes of content`,
      {
        hint: `its gate takes ${bytes}: write what it says, its address as the source`,
      },
    )
  if (secrets === 'keep') return body
  const clean = new Cleaner(body.author.agent, secrets)
  const { content, title, value, metadata, source, gate: _, ...rest } = body
  const safe = {
    content: clean.json('its content', content),
    tags: body.tags.map(tag => clean.text('its tags', tag)),
    ...(title !== undefined && { title: clean.text('its title', title) }),
    ...(value !== undefined && { value: clean.json('its value', value) }),
    ...(metadata !== undefined && { metadata: clean.json('its metadata', metadata) }),
    ...(source !== undefined && { source: clean.json('its source', source as typeof source & Json) }),
  }
  return Object.assign(rest, safe, clean.rules.size > 0 && { gate: { redacted: [...clean.rules] } })
}
