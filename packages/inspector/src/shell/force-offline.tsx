import { useInspector } from '../inspector-context'

/** Takes this tab off the relay and back; the status bar says so until it is off again. */
export function ForceOffline({ onChange }: { onChange?: (on: boolean) => void }) {
  const { memory, status } = useInspector()
  return (
    <label className="switch" title="Cut this tab off the relay, to see what happens to writes made apart">
      <input
        type="checkbox"
        aria-label="Force offline"
        checked={status.connection === 'paused'}
        onChange={event => {
          const on = event.target.checked
          if (on) memory.sync.pause()
          else memory.sync.resume()
          onChange?.(on)
        }}
      />
      <i />
      <span>
        <span className="long">Force</span> <span className="word">offline</span>
      </span>
    </label>
  )
}
