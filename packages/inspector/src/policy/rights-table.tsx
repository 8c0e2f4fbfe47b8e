import { Icon } from '../icon'
import type { InspectedAccess, InspectedSpaceStatus } from '../memory-face'
import { sentence } from '../model/count-text'
import { Because } from './because'

export interface RightsTableProps {
  readonly spaces: readonly {
    readonly name: string
    readonly rights: readonly string[]
    /** Where they are those of this tab. */
    readonly status: InspectedSpaceStatus | undefined
    /** Why they are so, where the log says it. */
    readonly access: InspectedAccess | undefined
  }[]
}

/** The rights in the order in which each comes with those before it. */
const rights = [
  ['discover', 'know of it'],
  ['read', 'read'],
  ['append', 'write'],
  ['curate', 'delete others’'],
  ['admin', 'grant'],
] as const

const verdictCodes: ReadonlySet<string> = new Set(['forbidden', 'revoked', 'unknown-room'])

/** One line a space: each right that the relay gave, and each verdict against a write. */
export function RightsTable({ spaces }: RightsTableProps) {
  return (
    <div className="panel">
      <table className="rows rights">
        <caption className="sr">What the agent may do in each space</caption>
        <thead>
          <tr>
            <th scope="col">Space</th>
            {rights.map(([right, does]) => (
              <th scope="col" key={right} title={right} className="hide">
                {sentence(does)}
              </th>
            ))}
            <th scope="col" className="narrow">
              May
            </th>
            <th scope="col">Verdicts and grounds</th>
          </tr>
        </thead>
        <tbody>
          {spaces.map(({ name, rights: given, status, access }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {rights.map(([right]) => (
                <td key={right} className="hide">
                  <Given given={given.includes(right)} />
                </td>
              ))}
              <td className="narrow">{inWords(given)}</td>
              <td className="wide">
                {status ? <Verdicts status={status} /> : given.length === 0 && <span className="danger">denied</span>}
                {access && <Because access={access} />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** All of them, where there is no room for a column a right. Who may read knows of the space. */
function inWords(given: readonly string[]): string {
  const words = rights.filter(([right]) => given.includes(right)).map(([, does]) => does)
  return (words.length > 1 ? words.slice(1) : words).join(', ') || 'nothing'
}

function Given({ given }: { given: boolean }) {
  return given ? (
    <>
      <Icon name="check" />
      <span className="sr">yes</span>
    </>
  ) : (
    <span className="subtle">
      <span aria-hidden="true">–</span>
      <span className="sr">no</span>
    </span>
  )
}

function Verdicts({ status }: { status: InspectedSpaceStatus | undefined }) {
  const refused = (status?.refused ?? []).filter(({ code }) => verdictCodes.has(code))
  return (
    <>
      {status?.denied && (
        <p className="danger">
          denied, and told <span className="mono">{status.denied.code}</span>
        </p>
      )}
      {refused.length > 0 && (
        <p className="danger">
          {refused.length === 1 ? 'a write was refused' : `${refused.length} writes were refused`}:{' '}
          <span className="mono">{[...new Set(refused.map(({ code }) => code))].join(', ')}</span>
        </p>
      )}
      {!status?.denied && refused.length === 0 && (
        <span className="muted">{status?.rights.length ? 'none against it' : 'no answer yet'}</span>
      )}
    </>
  )
}
