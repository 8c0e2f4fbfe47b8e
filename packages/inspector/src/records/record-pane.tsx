import { useState } from 'react'
import { Icon } from '../icon'
import { useInspector } from '../inspector-context'
import { LookAs } from '../look-as'
import { number } from '../model/count-text'
import { useDependents } from '../use-dependents'
import { useKeys } from '../use-keys'
import { useLook } from '../use-look'
import { useVersions } from '../use-versions'
import { AbsentRecord } from './absent-record'
import { CopyId } from './copy-id'
import { Provenance } from './provenance'
import { RawRecord } from './raw-record'
import { RecordActions } from './record-actions'
import { RecordHead } from './record-head'
import { RecordProperties } from './record-properties'
import { TabList } from './tab-list'
import { Versions } from './versions'

type Tab = 'provenance' | 'history' | 'raw'

/** One record: can I trust this? */
export function RecordPane({ id, onClose }: { id: string; onClose: () => unknown }) {
  const { feed } = useInspector()
  const record = feed.byId.get(id)
  const look = useLook()
  const isRead = record !== undefined && look.reads(record.space)
  const versions = useVersions(id, record)
  const ids = versions.phase === 'ready' ? versions.value.map(version => version.id) : []
  const dependents = useDependents(id)
  const [tab, setTab] = useState<Tab>('provenance')
  const copy = () => void navigator.clipboard.writeText(id)
  useKeys({ y: copy })
  const tabs = [
    { id: 'provenance', name: 'Provenance' },
    { id: 'history', name: versions.phase === 'ready' ? `History ${number(versions.value.length)}` : 'History' },
    { id: 'raw', name: 'Raw' },
  ] as const
  return (
    <aside className="pane" aria-label="Record">
      <div className="grow">
        <div className="detail">
          <div className="bar">
            <button type="button" className="btn small quiet back" onClick={onClose}>
              <Icon name="back" />
              Records
            </button>
            <span className="mono muted">{id}</span>
            <CopyId onCopy={copy} />
            <button
              type="button"
              className="btn small quiet square icon-only end"
              aria-label="Close record"
              onClick={onClose}
            >
              <Icon name="x" />
            </button>
          </div>
          {record && look.canLook && (
            <LookAs agent={look.agent}>
              {!look.isSelf && isRead && <span className="muted">{look.agent} reads this record.</span>}
            </LookAs>
          )}
          {record && !isRead && (
            <>
              <h2>{look.agent} is not given this record</h2>
              <p className="muted">
                It is in {record.space}, which {look.agent} may not read. For {look.agent} it does not exist: an absent
                record and a denied one look the same.
              </p>
            </>
          )}
          {record && isRead && (
            <>
              <RecordHead record={record} />
              {look.isSelf && dependents.phase === 'ready' && (
                <RecordActions key={id} record={record} versions={ids} dependents={dependents.value} />
              )}
              <TabList label="About this record" tabs={tabs} chosen={tab} onChoose={setTab} />
              <div role="tabpanel" aria-label={tab} className="detail-tab">
                {tab === 'provenance' && (
                  <Provenance record={record} versions={ids} dependents={dependents} look={look} />
                )}
                {tab === 'history' && <Versions versions={versions} />}
                {tab === 'raw' && <RawRecord record={record} />}
              </div>
              {tab === 'provenance' && <RecordProperties record={record} />}
            </>
          )}
          {!record && versions.phase !== 'reading' && <AbsentRecord versions={versions} />}
        </div>
      </div>
      <p className="keys">
        <span>
          <kbd>J</kbd>
          <kbd>K</kbd>next, previous
        </span>
        <span>
          <kbd>Y</kbd>copy id
        </span>
        <span>
          <kbd>Esc</kbd>close
        </span>
      </p>
    </aside>
  )
}
