import { useInspector } from '../inspector-context'
import { openSpaces } from '../model/spaces'

export interface SpaceChoiceProps {
  readonly value: string
  readonly onChange: (space: string) => void
}

/** Where to write; a private space says so. */
export function SpaceChoice({ value, onChange }: SpaceChoiceProps) {
  const { memory } = useInspector()
  return (
    <label className="field">
      <span>Space</span>
      <select value={value} onChange={event => onChange(event.target.value)}>
        {openSpaces(memory).map(({ name, visibility }) => (
          <option key={name} value={name}>
            {visibility === 'private' ? `${name} (this device only)` : name}
          </option>
        ))}
      </select>
    </label>
  )
}
