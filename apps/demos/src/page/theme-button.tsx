import { Icon, switchTheme } from '@commonplace/inspector'

/** Changes between light and dark. */
export function ThemeButton() {
  return (
    <button
      type="button"
      className="btn quiet square"
      aria-label="Switch theme"
      title="Switch theme"
      onClick={switchTheme}
    >
      <Icon name="theme" />
    </button>
  )
}
