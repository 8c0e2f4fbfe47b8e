import type { Scene } from '../run/run'
import type { World } from '../worlds/world'

/** What is happening, what would have happened, and what it comes to so far; without a scene, how the script begins. */
export function Story({ world, scene }: { world: World; scene: Scene | undefined }) {
  const at = Math.max(scene?.step ?? 0, 1)
  const step = world.steps[at - 1]!
  return (
    <aside className="story" id="story" aria-label="Story">
      <div aria-live="polite">
        <span className="label num">
          Step {at} of {world.steps.length} · {step.at}
        </span>
        <h1>{step.title}</h1>
        <p>{step.now}</p>
        {scene?.deed !== undefined && <p className="deed">{scene.deed}</p>}
      </div>
      <pre>{step.code}</pre>
      <div className="without">
        <h2>Without shared memory</h2>
        <p>{step.without}</p>
      </div>
      {scene && (
        <table className="tally">
          <caption className="sr">Figures so far, counted in this run</caption>
          <thead>
            <tr>
              <th scope="col">So far</th>
              <th scope="col">With</th>
              <th scope="col" title="The same acts, with one transcript and a store where the last write wins">
                Without
              </th>
            </tr>
          </thead>
          <tbody>
            {scene.figures.map(figure => (
              <tr key={figure.label}>
                <th scope="row">{figure.label}</th>
                <td>{figure.with?.toLocaleString('en') ?? '–'}</td>
                <td>{figure.without?.toLocaleString('en') ?? '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </aside>
  )
}
