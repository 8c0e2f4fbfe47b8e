import type { Core } from '../core'
import { guarded } from '../guarded'
import { type AddOptions, addOptions, checked, checkedText } from '../input/input'
import type { MemoryRecord } from '../reading/record'
import { add } from '../record/add'

/** Remembers that one entity stands in a relation to another: a semantic record, found by its words like any other. */
export function relate(
  core: Core,
  subject: string,
  predicate: string,
  object: string,
  options: AddOptions = {},
): Promise<MemoryRecord> {
  return guarded(core, 'graph.relate', () => {
    const who = core.identity.agent
    const relation = {
      subject: checkedText(subject, who, 'graph.relate, whose subject'),
      predicate: checkedText(predicate, who, 'graph.relate, whose predicate'),
      object: checkedText(object, who, 'graph.relate, whose object'),
    }
    const said = checked(addOptions, options, who, 'graph.relate')
    return add(core, `${subject} ${predicate} ${object}`, {
      kind: 'semantic',
      ...said,
      metadata: { ...said.metadata, relation },
    })
  })
}
