import { Icon } from '../icon'
import { useInspector } from '../inspector-context'
import { count } from '../model/count-text'
import { relayName } from '../model/relay-name'
import { openSpaces } from '../model/spaces'

/** Which memory this page shows, and whether its relay answers. */
export function SourceBox({ onOpen }: { onOpen: () => void }) {
  const { memory, relay, self, link } = useInspector()
  const name = relay ? relayName(relay) : 'Local memory'
  const about = `${self.tenant} · ${relay ? '' : 'this device, '}${count(openSpaces(memory).length, 'space')}`
  return (
    <button
      type="button"
      className="source"
      aria-haspopup="true"
      title={`${name}, ${about}: ${link.word}`}
      onClick={onOpen}
    >
      <i className={`state-dot ${link.dot}`} />
      <span>
        <b className="clip">{name}</b>
        <small className="clip">{about}</small>
      </span>
      <Icon name="down" className="subtle" />
    </button>
  )
}
