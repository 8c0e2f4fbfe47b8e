import { useInspector } from '../inspector-context'
import { linkOf } from '../model/link'
import { Who } from '../who'
import { FloatingPanel } from './floating-panel'

/** What the source box opens: as whom this tab reads and writes, and the way to another memory. */
export function SourcePanel({ onClose, onLeave }: { onClose: () => void; onLeave?: () => void }) {
  const { memory, relay, self, status } = useInspector()
  return (
    <FloatingPanel className="sources" title="Memory source" onClose={onClose}>
      <dl className="facts">
        <dt>Relay</dt>
        <dd className="mono">{relay ?? 'none'}</dd>
        <dt>Connection</dt>
        <dd>{linkOf(status).word}</dd>
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
          {memory.spaces
            .list()
            .map(({ name, visibility }) => (visibility === 'private' ? `${name} (this device only)` : name))
            .join(', ')}
        </dd>
      </dl>
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
