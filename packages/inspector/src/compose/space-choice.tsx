import { useInspector } from '../inspector-context'
import { mayWrite } from '../model/may-write'
import { openSpaces } from '../model/spaces'

export interface SpaceChoiceProps {
  readonly value: string
  readonly onChange: (space: string) => void
}

/** Where to write; a space that is private, or refuses what this agent writes, says so. */
export function SpaceChoice({ value, onChange }: SpaceChoiceProps) {
  const { memory, status } = useInspector()
  return (
    <label className="field">
      <span>Space</span>
      <select value={value} onChange={event => onChange(event.target.value)}>
        {openSpaces(memory).map(({ name, visibility }) => (
          <option key={name} value={name}>
            {visibility === 'private'
              ? `${name} (this device only)`
              : `${name}${mayWrite(status.spaces[name]) ? '' : ' (refuses writes)'}`}
          </option>
        ))}
      </select>
    </label>
  )
}
