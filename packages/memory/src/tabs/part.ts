export { openTabs } from './open-tabs'
