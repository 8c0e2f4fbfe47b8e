import {
  type BaseRule,
  type FollowPolicy,
  isLiteral,
  type Policy,
  type PolicyEntry,
  type PolicyLines,
  PolicyView,
  parseAudience,
  parseNamePattern,
  policyLinesPerFrame,
} from '@commonplace/protocol'
import type { Grant, Principal } from '../identity/principal'
import type { PolicyChange, PolicyLog } from './policy-log'

/** Where a follower's frames go. */
export interface PolicySink {
  readonly isBehind: boolean
  send(frame: Policy | PolicyLines): void
}

/** Tells those who follow a tenant's policy log of it, each what it may see, as it grows. */
export class PolicyFeed {
  readonly #log: PolicyLog
  readonly #rules: readonly BaseRule[]
  readonly #followers = new Set<PolicyFollower>()

  /** @param rules what is given before the log says anything */
  constructor(log: PolicyLog, rules: readonly BaseRule[]) {
    this.#log = log
    this.#rules = rules
  }

  follow(grant: Grant, held: FollowPolicy, sink: PolicySink): PolicyFollower {
    const follower = new PolicyFollower(this, grant, held, sink)
    this.#followers.add(follower)
    return follower
  }

  leave(follower: PolicyFollower): void {
    this.#followers.delete(follower)
  }

  /** Called once a change is in force on every connection. */
  changed(change: PolicyChange): void {
    for (const follower of this.#followers) follower.changed(change)
  }

  /** What somebody sees of its tenant's log. */
  viewOf(principal: Principal): PolicyView {
    // What is due now would else come into force while it is looked at.
    this.#log.advance()
    const given = this.#rulesFor(principal).map(({ space }) => space)
    const viewer = { ...principal, given, administers: (space: string) => this.administers(principal, space) }
    return new PolicyView(principal.tenant, viewer, this.#log.entriesOf(principal.tenant))
  }

  administers(principal: Principal, space: string): boolean {
    const room = { tenant: principal.tenant, space, segment: 0 }
    return isLiteral(space) && this.#log.rightsOf(principal, room).has('admin')
  }

  entriesOf(tenant: string): readonly PolicyEntry[] {
    return this.#log.entriesOf(tenant)
  }

  /** What holds before the log says anything, as far as somebody may see it. */
  rulesSeenBy({ principal, isAdmin }: Grant): BaseRule[] {
    return isAdmin ? this.#rules.filter(rule => isOfTenant(rule, principal)) : this.#rulesFor(principal)
  }

  #rulesFor(principal: Principal): BaseRule[] {
    return this.#rules.filter(rule => isOfTenant(rule, principal) && parseAudience(rule)(principal))
  }
}

// A pattern of tenants by the names of agents or users may fit for somebody else, and names no other tenant.
const isOfTenant = ({ tenant }: BaseRule, principal: Principal): boolean =>
  tenant.includes('{') || parseNamePattern(tenant)(principal.tenant, principal)

/** One socket that follows its tenant's policy log. */
export class PolicyFollower {
  readonly #feed: PolicyFeed
  readonly #sink: PolicySink
  #grant: Grant
  /** what it sees of the log; null for all of it */
  #view: PolicyView | null
  #entries: readonly PolicyEntry[]
  /** how many lines of the log the view has taken */
  #taken = 0
  #sent: number

  constructor(feed: PolicyFeed, grant: Grant, { after, hash }: FollowPolicy, sink: PolicySink) {
    this.#feed = feed
    this.#sink = sink
    this.#grant = grant
    ;[this.#view, this.#entries] = this.#look()
    this.#sent = this.#entries[after - 1]?.hash === hash ? after : 0
    this.#announce()
  }

  /** Its token was renewed, and may say otherwise whether it administers. */
  granted(grant: Grant): void {
    const isOther = grant.isAdmin !== this.#grant.isAdmin
    this.#grant = grant
    if (isOther) this.#lookAgain(true)
  }

  changed({ tenant, entries }: PolicyChange): void {
    const { principal } = this.#grant
    if (tenant !== principal.tenant) return
    // What is about itself may bring other spaces, and the lines about them, into sight.
    const isAboutIt = entries.some(({ statement: { agent } }) => parseNamePattern(agent)(principal.agent, principal))
    if (this.#view !== null && isAboutIt) this.#lookAgain()
    else this.#grow()
  }

  /** Sends what has not been sent, unless the socket is behind. */
  push(): void {
    while (this.#sent < this.#entries.length && !this.#sink.isBehind) {
      const lines = this.#entries.slice(this.#sent, this.#sent + policyLinesPerFrame)
      this.#sent += lines.length
      this.#sink.send({ type: 'policy-lines', lines })
    }
  }

  close(): void {
    this.#feed.leave(this)
  }

  #look(): [PolicyView | null, readonly PolicyEntry[]] {
    const all = this.#feed.entriesOf(this.#grant.principal.tenant)
    this.#taken = all.length
    if (this.#grant.isAdmin) return [null, all]
    const view = this.#feed.viewOf(this.#grant.principal)
    return [view, view.entries]
  }

  #lookAgain(isOther = false): void {
    const before = this.#entries
    ;[this.#view, this.#entries] = this.#look()
    let same = 0
    while (same < this.#sent && before[same]!.hash === this.#entries[same]?.hash) same++
    if (same < this.#sent || isOther) {
      this.#sent = same
      this.#announce()
    } else this.push()
  }

  #grow(): void {
    const all = this.#feed.entriesOf(this.#grant.principal.tenant)
    if (this.#view === null) this.#entries = all
    else {
      const added = all.slice(this.#taken).filter(entry => this.#view!.add(entry))
      this.#taken = all.length
      if (added.length > 0) this.#entries = this.#view.entries
    }
    this.push()
  }

  #announce(): void {
    const reach = this.#grant.isAdmin ? 'whole' : 'part'
    const rules = this.#feed.rulesSeenBy(this.#grant)
    this.#sink.send({ type: 'policy', reach, after: this.#sent, upTo: this.#entries.length, rules })
    this.push()
  }
}
