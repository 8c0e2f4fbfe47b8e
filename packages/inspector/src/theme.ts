import { KeptSetting } from './kept-setting'

/** The theme a person chose; `system` follows the system. */
export type Theme = 'system' | 'light' | 'dark'

const theme = new KeptSetting<Theme>('theme', 'system', text =>
  text === 'light' || text === 'dark' ? text : undefined,
)

/** Writes the chosen theme where the tokens look for it. */
export function applyTheme(): void {
  if (theme.value === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme.value
}

/** Changes to the other of light and dark; back to `system` when that is what the system says. */
export function switchTheme(): void {
  const systemIsDark = matchMedia('(prefers-color-scheme: dark)').matches
  const isDark = theme.value === 'dark' || (theme.value === 'system' && systemIsDark)
  const wanted = isDark ? 'light' : 'dark'
  theme.set(wanted === (systemIsDark ? 'dark' : 'light') ? 'system' : wanted)
  applyTheme()
}
