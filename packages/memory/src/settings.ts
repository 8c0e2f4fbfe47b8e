import { platform } from '#platform'
import type { Core } from './core'
import type { Events } from './events'
import type { Identity } from './identity'
import { kindPoliciesOf } from './kinds/kind-policies'
import { lazy } from './lazy'
import type { QuarantineRule } from './model'
import type { OpenOptions } from './open-options'
import { repeatable } from './platform/random'
import type { ConflictRule } from './reading/fact'
import type { ReadPolicy } from './reading/read-policy'
import { languageFor } from './recall/language-for'
import type { LanguageName } from './recall/languages'
import { savedForm } from './recall/saved/index-state'
import { topologyOf } from './space/topology'

// Loaded for those whose options ask for them.
const careful = lazy(() => import('./careful'))

/** What the options of `openMemory` come to on this platform: the bottom of a memory, which stands on nothing but them. */
export interface Settings
  extends Pick<
    Core,
    'identity' | 'topology' | 'kinds' | 'policy' | 'retention' | 'mayCurate' | 'now' | 'timers' | 'randomName'
  > {
  readonly options: OpenOptions
  readonly rule: ConflictRule
  readonly author: { readonly agent: string; readonly user: string }
  readonly random: () => number
  readonly randomClientId: () => number
  readonly language: LanguageName
  readonly quarantine: readonly QuarantineRule[]
  readonly read: ReadPolicy | undefined
  /** Everything besides the log that what is indexed depends on. */
  readonly made: string
}

export async function settingsOf(options: OpenOptions, identity: Identity, events: Events): Promise<Settings> {
  const { retention = [], checkpoints, quarantine, policy, kinds, clock } = options
  const onFault = (during: string) => (error: unknown) => events.emit('error', { error, during })
  const ownRead = policy?.read
  const read = ownRead && (await careful(part => part.carefulRead(ownRead, onFault('policy.read'))))
  const { random, randomClientId, randomName } = options.random ? repeatable(options.random) : platform
  const rule = options.conflicts ?? 'latest'
  const curators = new Set(options.curators)
  const language = await languageFor(options.language, platform.locale)
  const made = [
    savedForm,
    language,
    typeof rule === 'function' ? String(rule) : rule,
    checkpoints,
    quarantine,
    policy?.read && String(policy.read),
    kinds,
    [...curators].sort(),
  ]
  return {
    options,
    identity,
    author: { agent: identity.agent, user: identity.user ?? '' },
    topology: topologyOf(options.topology ?? 'hybrid', options.spaces),
    rule: typeof rule === 'function' ? await careful(part => part.carefulRule(rule, onFault('conflicts'))) : rule,
    policy: policy && { ...policy, ...(read && { read }) },
    kinds: kindPoliciesOf(kinds),
    retention,
    mayCurate: agent => curators.has(agent),
    now: clock ? await careful(part => part.carefulClock(clock, onFault('clock'))) : platform.now,
    timers: platform.timers,
    random,
    randomClientId,
    randomName,
    language,
    quarantine: quarantineOf(options),
    read: ofOthers(identity.agent, read),
    made: JSON.stringify(made),
  }
}

/** An agent is given what it wrote itself as it wrote it. */
function ofOthers(agent: string, read: ReadPolicy | undefined): ReadPolicy | undefined {
  return read && (record => record.author.agent === agent || read(record))
}

/** Whoever may promote is named: the curators where a rule names nobody and there are any. */
function quarantineOf({ quarantine = [], curators = [] }: OpenOptions): readonly QuarantineRule[] {
  return quarantine.map(rule => (rule.among || curators.length === 0 ? rule : { ...rule, among: curators }))
}
