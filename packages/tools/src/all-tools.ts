import { artifactTools } from './groups/artifacts'
import { erasingTools } from './groups/erasing'
import { factTools } from './groups/facts'
import { graphTools } from './groups/graph'
import { recordTools } from './groups/records'
import { runTools } from './groups/runs'
import { teamTools } from './groups/team'
import { workTools } from './groups/work'
import type { Tool, ToolGroup } from './tool'

/** Every tool there is, by its group. */
export const allTools: Readonly<Record<ToolGroup, readonly Tool[]>> = {
  records: recordTools,
  facts: factTools,
  work: workTools,
  runs: runTools,
  team: teamTools,
  graph: graphTools,
  artifacts: artifactTools,
  erasing: erasingTools,
}
