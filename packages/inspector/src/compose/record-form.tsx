import { useRef, useState } from 'react'
import { useInspector } from '../inspector-context'
import { modKey } from '../mod-key'
import { defaultSpace } from './default-space'
import { SpaceChoice } from './space-choice'
import { useWriting } from './use-writing'
import { WriteResult } from './write-result'

const kinds = ['episodic', 'semantic', 'procedural'] as const

/** Adds a record. */
export function RecordForm() {
  const { memory } = useInspector()
  const [content, setContent] = useState('')
  const [kind, setKind] = useState<(typeof kinds)[number]>('episodic')
  const [space, setSpace] = useState(() => defaultSpace(memory))
  const [tags, setTags] = useState('')
  const { writing, write } = useWriting()
  const box = useRef<HTMLTextAreaElement>(null)
  const submit = async () => {
    const list = tags.split(',').flatMap(tag => tag.trim() || [])
    if (!(await write(() => memory.add(content, { kind, space, ...(list.length > 0 && { tags: list }) })))) return
    setContent('')
    // The button that was pressed has nothing to do now, and keys are heard where the focus is.
    box.current?.focus()
  }
  return (
    <form
      className="compose-form"
      onSubmit={event => {
        event.preventDefault()
        void submit()
      }}
      onKeyDown={event => {
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
        event.preventDefault()
        void submit()
      }}
    >
      <label className="field">
        <span>Content</span>
        <textarea
          ref={box}
          // The person has just asked to write.
          // biome-ignore lint/a11y/noAutofocus: see above
          autoFocus
          required
          value={content}
          onChange={event => setContent(event.target.value)}
        />
      </label>
      <div className="pair">
        <label className="field">
          <span>Kind</span>
          <select value={kind} onChange={event => setKind(event.target.value as (typeof kinds)[number])}>
            {kinds.map(name => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <SpaceChoice value={space} onChange={setSpace} />
      </div>
      <label className="field">
        <span>Tags, with commas between</span>
        <input value={tags} onChange={event => setTags(event.target.value)} />
      </label>
      <div className="row">
        <button type="submit" className="btn primary" disabled={content.trim() === ''}>
          Add record <kbd>{modKey}</kbd>
          <kbd>↵</kbd>
        </button>
      </div>
      <WriteResult writing={writing} />
    </form>
  )
}
