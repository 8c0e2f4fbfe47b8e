import { FloatingPanel } from '../floating-panel'
import { useInspector } from '../inspector-context'
import { openSpaces } from '../model/spaces'
import { Who } from '../who'
import { OpenSpaceForm } from './open-space-form'

export interface SourcePanelProps {
  readonly onClose: () => void
  readonly onOpenSpace?: (name: string) => void
}

/** What the source box opens: as whom this tab reads and writes, and the way to another memory. */
export function SourcePanel({ onClose, onOpenSpace }: SourcePanelProps) {
  const { memory, relay, self, link, onLeave } = useInspector()
  return (
    <FloatingPanel className="sources" title="Memory source" onClose={onClose}>
      <dl className="facts">
        <dt>Relay</dt>
        <dd className="mono">{relay ?? 'none'}</dd>
        <dt>Connection</dt>
        <dd>{link.word}</dd>
        <dt>This tab</dt>
        <dd>
          <Who agent={self.agent} />
        </dd>
        <dt>User</dt>
        <dd>{self.user ?? 'none'}</dd>
        <dt>Tenant</dt>
        <dd>{self.tenant}</dd>
        <dt>Spaces</dt>
        <dd>
          {openSpaces(memory)
            .map(({ name, visibility }) => (visibility === 'private' ? `${name} (this device only)` : name))
            .join(', ')}
        </dd>
      </dl>
      {onOpenSpace && <OpenSpaceForm onOpen={onOpenSpace} />}
      {onLeave && (
        <div className="compose">
          <button type="button" className="btn" onClick={onLeave}>
            Open another memory
          </button>
        </div>
      )}
    </FloatingPanel>
  )
}
