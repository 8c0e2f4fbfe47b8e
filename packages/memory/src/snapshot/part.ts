export { SpaceSnapshots } from './space-snapshots'
