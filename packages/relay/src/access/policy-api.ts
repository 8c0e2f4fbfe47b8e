import { checkStatement, FrameError, isDelegation, isName, StatementError } from '@commonplace/protocol'
import type { Identity } from '../identity/identity'
import type { Grant, Principal } from '../identity/principal'
import type { PolicyFeed } from './policy-feed'
import type { PolicyLog } from './policy-log'

/** One HTTP request about the policy. */
export interface PolicyRequest {
  readonly method: string
  readonly url: string
  /** the header of that name */
  readonly authorization: string
  /** of a POST */
  readonly body: string
}

export interface PolicyAnswer {
  readonly status: number
  readonly content: object
}

/** Why a request is not answered, with its HTTP status. */
class Refused extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

const linesOfAnswer = 1000

const noRoom: PolicyAnswer = {
  status: 202,
  content: {
    error:
      'the disk of this relay has no room: not in force yet. It comes into force when there is room, unless the relay ends before',
  },
}

/**
 * The policy over HTTP, by the token of who asks, in its tenant: `GET /policy?after=N` lists lines, `POST /policy` logs a statement,
 * `GET /policy/explain?agent=&user=&space=&at=` says who may do what and why. A token with the claim `admin` may do all of
 * it; who has the right `admin` in a space may change and explain that space; everybody sees what concerns itself. A statement for
 * which the disk has no room is answered with 202: it is not in force, and will be.
 */
export class PolicyApi {
  readonly #log: PolicyLog
  readonly #identity: Identity
  readonly #feed: PolicyFeed
  readonly #isFull: () => boolean
  /** of those who wait for a line to be on disk */
  readonly #waiting = new Set<(answer: PolicyAnswer) => void>()

  /** @param isFull whether there is no room on the disk; `full` says when that begins */
  constructor(log: PolicyLog, identity: Identity, feed: PolicyFeed, isFull: () => boolean) {
    this.#log = log
    this.#identity = identity
    this.#feed = feed
    this.#isFull = isFull
  }

  /** There is no room on the disk: who waits for a line is told that it waits, too. */
  full(): void {
    for (const answer of this.#waiting) answer(noRoom)
  }

  async answer(request: PolicyRequest): Promise<PolicyAnswer> {
    try {
      const grant = await this.#grantOf(request.authorization)
      const { pathname, searchParams } = new URL(request.url, 'http://relay')
      if (request.method === 'GET' && pathname === '/policy') return this.#list(grant, searchParams)
      if (request.method === 'GET' && pathname === '/policy/explain') return this.#explain(grant, searchParams)
      if (request.method === 'POST' && pathname === '/policy') return await this.#change(grant, request.body)
      throw new Refused(404, 'not found')
    } catch (error) {
      if (error instanceof FrameError) return { status: 401, content: { error: error.message } }
      if (error instanceof Refused) return { status: error.status, content: { error: error.message } }
      throw error
    }
  }

  #grantOf(authorization: string): Grant | Promise<Grant> {
    const [, token = ''] = /^Bearer (\S+)$/i.exec(authorization) ?? []
    return this.#identity.identify({ tenant: '', agent: '', user: '', token })
  }

  #list(grant: Grant, query: URLSearchParams): PolicyAnswer {
    const { principal } = grant
    const after = Number(query.get('after') ?? 0)
    if (!Number.isSafeInteger(after) || after < 0) throw new Refused(400, '"after" is the number of a line')
    const all = this.#log.entriesOf(principal.tenant)
    const seen = grant.isAdmin ? all : this.#feed.viewOf(principal).entries
    const later = seen.filter(({ number }) => number > after)
    const entries = later.slice(0, linesOfAnswer)
    // Who sees some lines only learns neither how many there are nor where the chain ends.
    const head = grant.isAdmin ? { head: all.at(-1)?.hash ?? '' } : {}
    return { status: 200, content: { tenant: principal.tenant, ...head, entries, more: later.length > entries.length } }
  }

  async #change(grant: Grant, body: string): Promise<PolicyAnswer> {
    const statement = statementIn(body)
    const isOwn = !isDelegation(statement) && this.#administers(grant, statement.space)
    if (!grant.isAdmin && !isOwn) throw new Refused(403, 'this token may not change that')
    const logged = this.#log.append(grant.principal.tenant, signature(grant.principal), statement)
    return await new Promise((resolve, reject) => {
      this.#waiting.add(resolve)
      logged.then(content => resolve({ status: 201, content }), reject).finally(() => this.#waiting.delete(resolve))
      if (this.#isFull()) resolve(noRoom)
    })
  }

  #explain(grant: Grant, query: URLSearchParams): PolicyAnswer {
    const { principal } = grant
    const names = { agent: query.get('agent') ?? '', user: query.get('user') ?? '', space: query.get('space') ?? '' }
    const { agent, user, space } = names
    if (!isName(agent) || !isName(space) || (user !== '' && !isName(user))) {
      throw new Refused(400, '"agent" and "space" are names, and so is "user" where there is one')
    }
    const at = timeIn(query.get('at')) ?? this.#log.time
    const isOwn = agent === principal.agent && user === principal.user
    if (!grant.isAdmin && !isOwn && !this.#administers(grant, space)) throw new Refused(403, 'ask about yourself')
    const { because, ...found } = this.#log.explain(this.#room(principal, space), { agent, user }, at)
    const view = grant.isAdmin ? null : this.#feed.viewOf(principal)
    const told = because.flatMap(({ entry, isInForce }) => {
      const shown = view === null ? entry : view.shown(entry)
      return shown === undefined ? [] : [{ entry: shown, isInForce }]
    })
    return { status: 200, content: { ...names, at, ...found, because: told } }
  }

  #administers(grant: Grant, space: string): boolean {
    return grant.isAdmin || this.#feed.administers(grant.principal, space)
  }

  #room({ tenant }: Principal, space: string) {
    return { tenant, space, segment: 0 }
  }
}

const signature = ({ agent, user }: Principal): string => (user === '' ? agent : `${agent} for ${user}`)

/** Times may be ISO 8601 texts. */
function statementIn(body: string) {
  try {
    const value: unknown = JSON.parse(body)
    if (typeof value !== 'object' || value === null) throw new StatementError('a statement is an object')
    const entries = Object.entries(value).map(([name, part]) =>
      (name === 'from' || name === 'until') && typeof part === 'string' ? [name, timeIn(part)] : [name, part],
    )
    return checkStatement(Object.fromEntries(entries))
  } catch (error) {
    if (error instanceof StatementError) throw new Refused(400, error.message)
    if (error instanceof SyntaxError) throw new Refused(400, 'the body is no JSON')
    throw error
  }
}

function timeIn(text: string | null): number | undefined {
  if (text === null || text === '') return undefined
  const time = /^\d+$/.test(text) ? Number(text) : Date.parse(text)
  if (Number.isSafeInteger(time)) return time
  throw new Refused(400, `"${text.slice(0, 40)}" is no time; write it like 2026-11-20T12:00:00Z`)
}
