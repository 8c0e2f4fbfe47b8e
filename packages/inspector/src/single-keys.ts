import { KeptSetting } from './kept-setting'

/** Whether single letters are shortcuts: those who speak to their computer need them off (WCAG 2.1.4). */
export const singleKeys = new KeptSetting<boolean>('single-keys', true, text => text === 'true')
