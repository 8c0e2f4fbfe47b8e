import type { Core } from '../core'
import { guarded } from '../guarded'
import { type AddOptions, addOptions, checked, checkedText } from '../input/input'
import type { MemoryRecord } from '../reading/record'
import { statementOf } from './entities'

/** How a record is written: `add` of the folder of records. */
export type Add = (core: Core, content: string, options: AddOptions) => Promise<MemoryRecord>

/** Remembers that one entity stands in a relation to another: a semantic record, found by its words like any other. */
export function relate(
  core: Core,
  add: Add,
  subject: string,
  predicate: string,
  object: string,
  options: AddOptions = {},
): Promise<MemoryRecord> {
  return guarded(core, 'graph.relate', () => {
    const who = core.identity.agent
    const relation = {
      subject: checkedText(subject, who, 'graph.relate', ' as its subject'),
      predicate: checkedText(predicate, who, 'graph.relate', ' as its predicate'),
      object: checkedText(object, who, 'graph.relate', ' as its object'),
    }
    const said = checked(addOptions, options, who, 'graph.relate')
    return add(core, statementOf(relation), {
      kind: 'semantic',
      ...said,
      metadata: { ...said.metadata, relation },
    })
  })
}
