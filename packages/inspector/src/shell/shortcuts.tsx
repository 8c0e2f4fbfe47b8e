import { useObservable } from '@commonplace/react'
import { FloatingPanel } from '../floating-panel'
import { modKey } from '../mod-key'
import { singleKeys } from '../single-keys'
import { goKeys } from '../use-go-keys'
import { places } from './places'

const groups: readonly (readonly [string, readonly (readonly [keys: readonly string[], does: string])[]])[] = [
  ['Go to', places.map(({ view, name }) => [['G', goKeys[view].toUpperCase()], name] as const)],
  [
    'Anywhere',
    [
      [[modKey, 'K'], 'Find a record or a fact'],
      [['/'], 'Search box'],
      [['N'], 'Write a record or a fact'],
      [['?'], 'Shortcuts'],
      [['Esc'], 'Close what is open'],
    ],
  ],
  [
    'Lists',
    [
      [['J', 'K'], 'Next, previous; arrows too'],
      [['↵'], 'Open'],
      [['F'], 'Filter records'],
      [['Y'], 'Copy the id of the open record'],
    ],
  ],
  ['Overview', [[['P'], 'Pause the latest writes']]],
  ['Search', [[['C'], 'Copy the context packet']]],
  [
    'Conflicts',
    [
      [['1', '2'], 'Choose a side; the next number is another value'],
      [[modKey, '↵'], 'Resolve'],
    ],
  ],
]

/** Every key this page knows, and the switch for single letters. */
export function Shortcuts({ onClose }: { onClose: () => void }) {
  const on = useObservable(singleKeys)
  return (
    <FloatingPanel className="shortcuts" title="Shortcuts" onClose={onClose}>
      {groups.map(([title, keys]) => (
        <section key={title}>
          <h3>{title}</h3>
          <dl>
            {keys.map(([names, does]) => (
              <div key={does}>
                <dt>
                  {names.map(name => (
                    <kbd key={name}>{name}</kbd>
                  ))}
                </dt>
                <dd>{does}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      <label className="switch plain">
        <input type="checkbox" checked={on} onChange={event => singleKeys.set(event.target.checked)} />
        <i />
        <span>Single letters are shortcuts</span>
      </label>
    </FloatingPanel>
  )
}
