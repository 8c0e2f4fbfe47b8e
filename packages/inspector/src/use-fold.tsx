import { type ReactNode, useState } from 'react'
import { number } from './model/count-text'

/** Longer texts begin folded: what stands below them is to be in sight. */
const mostCharacters = 600

/**
 * Folds a text that is long, with the button that shows all of it.
 *
 * @param length characters of the text
 * @returns the class of the element that has the text, and what to put below it
 */
export function useFold(length: number): { className: string; button: ReactNode } {
  const [isOpen, setOpen] = useState(false)
  if (length <= mostCharacters) return { className: '', button: null }
  return {
    className: isOpen ? '' : 'folded',
    button: (
      <button type="button" className="btn small unfold" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {isOpen ? 'Show less' : `Show all ${number(length)} characters`}
      </button>
    ),
  }
}
