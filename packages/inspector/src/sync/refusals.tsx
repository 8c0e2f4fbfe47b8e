import { Icon } from '../icon'
import { useInspector } from '../inspector-context'

/** The writes of this tab that the relay refused for good, with its reason. */
export function Refusals() {
  const { status } = useInspector()
  const refused = Object.entries(status.spaces).flatMap(([space, { refused }]) =>
    refused.map((refusal, index) => ({ space, refusal, key: `${space} ${index}` })),
  )
  return (
    <section className="panel">
      <header>
        <h2>Refused</h2>
        {refused.length > 0 && <span className="tag danger">{refused.length}</span>}
      </header>
      {refused.length === 0 && <p className="nothing">The relay refused none of this tab's writes.</p>}
      <ul className="refusals">
        {refused.map(({ space, refusal, key }) => (
          <li key={key}>
            <Icon name="no" />
            <div>
              <b>{refusal.message}</b>
              <p>Kept on this device for its author; nobody else sees it.</p>
            </div>
            <span>
              <span className="tag danger">{refusal.code}</span> <span className="subtle">in {space}</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
