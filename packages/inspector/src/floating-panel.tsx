import { type ReactNode, useEffect, useId, useRef } from 'react'
import { Icon } from './icon'
import { useFocusBack } from './use-focus-back'

export interface FloatingPanelProps {
  readonly className: string
  readonly title: string
  readonly onClose: () => void
  readonly children: ReactNode
}

/** A panel above the view. It takes the focus, gives it back when it closes, and traps nothing. */
export function FloatingPanel({ className, title, onClose, children }: FloatingPanelProps) {
  const heading = useId()
  const panel = useRef<HTMLElement>(null)
  useFocusBack()
  useEffect(() => {
    const inside = panel.current
    // The page's own is the host only, where this is in a shadow root.
    const focused = (inside?.getRootNode() as Document | ShadowRoot | undefined)?.activeElement ?? null
    if (!inside?.contains(focused)) inside?.focus()
  }, [])
  return (
    <section
      ref={panel}
      className={`float ${className}`}
      aria-labelledby={heading}
      tabIndex={-1}
      onKeyDown={event => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        event.preventDefault()
        onClose()
      }}
    >
      <header>
        <h2 id={heading}>{title}</h2>
        <span className="end">
          <button
            type="button"
            className="btn small quiet square icon-only"
            aria-label={`Close ${title}`}
            onClick={onClose}
          >
            <Icon name="x" />
          </button>
        </span>
      </header>
      {children}
    </section>
  )
}
