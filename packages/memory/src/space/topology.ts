/** Who can hold a space: `shared` syncs through the relay, `private` never leaves the device. */
export type Visibility = 'shared' | 'private'

/** Where shared state lives. */
export type TopologyName = 'centralised' | 'distributed' | 'hybrid'

/** When `add` and its kin resolve: applied and on this device's disk, or on the relay's disk. */
export type Consistency = 'local' | 'relay'

/** The spaces an agent opens with, the one it writes to by default, and how durable a write is before it resolves. */
export interface Topology {
  readonly spaces: Readonly<Record<string, Visibility>>
  readonly defaultSpace: string
  readonly consistency: Consistency
}

/**
 * The three presets.
 *
 * - `centralised`: one shared space; a write resolves once the relay has it on disk.
 * - `distributed`: each agent writes to its own device; the shared space is there for what it chooses to share.
 * - `hybrid`: a shared space by default, a private one beside it; a write resolves once it is on this device's disk.
 */
export const topologies: Readonly<Record<TopologyName, Topology>> = {
  centralised: { spaces: { team: 'shared' }, defaultSpace: 'team', consistency: 'relay' },
  distributed: { spaces: { notes: 'private', team: 'shared' }, defaultSpace: 'notes', consistency: 'local' },
  hybrid: { spaces: { team: 'shared', notes: 'private' }, defaultSpace: 'team', consistency: 'local' },
}

/** The preset with the caller's own spaces in place of the preset's; its default space is the first of them if the preset's is gone. */
export function topologyOf(name: TopologyName, spaces?: Readonly<Record<string, Visibility>>): Topology {
  const preset = topologies[name]
  if (!spaces) return preset
  const defaultSpace = Object.hasOwn(spaces, preset.defaultSpace)
    ? preset.defaultSpace
    : (Object.keys(spaces)[0] ?? preset.defaultSpace)
  return { ...preset, spaces, defaultSpace }
}
