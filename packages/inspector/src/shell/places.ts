import type { IconName } from '../icon-paths'
import type { View } from '../model/route'

/** A view with what it is called and drawn as. */
export interface Place {
  readonly view: View
  readonly name: string
  readonly icon: IconName
  /** The heading of the group that begins with it. */
  readonly group?: string
}

/** The views in the order of the rail. */
export const places: readonly Place[] = [
  { view: 'overview', name: 'Overview', icon: 'overview' },
  { view: 'records', name: 'Records', icon: 'records' },
  { view: 'conflicts', name: 'Conflicts', icon: 'fork' },
  { view: 'search', name: 'Search', icon: 'search' },
  { view: 'directory', name: 'Directory', icon: 'agents', group: 'Team' },
  { view: 'leases', name: 'Leases and tasks', icon: 'wait' },
  { view: 'runs', name: 'Runs', icon: 'play' },
  { view: 'sync', name: 'Sync', icon: 'pulse', group: 'Runtime' },
  { view: 'policy', name: 'Policy verdicts', icon: 'shield' },
  { view: 'storage', name: 'Storage', icon: 'disk' },
]
