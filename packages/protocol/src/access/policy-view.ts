import { parseNamePattern, type Who } from './name-pattern'
import { patternsMeet } from './patterns-meet'
import { nextEntry, type PolicyEntry } from './policy-entry'
import { isDelegation, type Statement } from './statement'

/** Whose eyes a policy log is seen with. */
export interface Viewer extends Who {
  /** patterns of spaces that something other than the log gives it rights in */
  readonly given: readonly string[]
  /** whether it administers a space of that name, and so sees what is said of it */
  readonly administers: (space: string) => boolean
}

/**
 * The lines of a policy log that somebody may see who does not administer all of it: those about itself, and those about the
 * spaces it administers. A revocation is shown only where it may take what was given before: it would else name a
 * space to who shall not know of it. What is seen is a chain of its own, so that neither a number nor a hash says anything of
 * the lines between.
 */
export class PolicyView {
  readonly #tenant: string
  readonly #viewer: Viewer
  readonly #granted: string[]
  readonly #shown = new Map<PolicyEntry, PolicyEntry>()
  #last: PolicyEntry | undefined

  constructor(tenant: string, viewer: Viewer, entries: readonly PolicyEntry[] = []) {
    this.#tenant = tenant
    this.#viewer = viewer
    this.#granted = [...viewer.given]
    for (const entry of entries) this.add(entry)
  }

  /** Takes the next line of the log; true when it is seen. */
  add(entry: PolicyEntry): boolean {
    if (!this.#sees(entry.statement)) return false
    const { at: now, by, statement } = entry
    this.#last = nextEntry(this.#tenant, this.#last, { now, by, statement })
    this.#shown.set(entry, this.#last)
    return true
  }

  /** What is seen, in log order. */
  get entries(): PolicyEntry[] {
    return [...this.#shown.values()]
  }

  /** A line of the log as it is seen. */
  shown(entry: PolicyEntry): PolicyEntry | undefined {
    return this.#shown.get(entry)
  }

  #sees(statement: Statement): boolean {
    const viewer = this.#viewer
    const isAbout = parseNamePattern(statement.agent)(viewer.agent, viewer)
    if (isDelegation(statement)) return isAbout && parseNamePattern(statement.user)(viewer.user, viewer)
    const { space } = statement
    if (isAbout && statement.do === 'grant') this.#granted.push(space)
    if (viewer.administers(space)) return true
    return isAbout && (statement.do === 'grant' || this.#granted.some(each => patternsMeet(each, space, viewer)))
  }
}
