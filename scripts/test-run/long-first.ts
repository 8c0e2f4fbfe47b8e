import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Files that play thousands of histories, or start a thread a test: short to read and long to run. */
const long = /\.property\.test\.ts$|\/(admit|compaction|policy|simulation|access-table|faults|start)\.test\.ts$/

/** Begins long files first, so that none of them runs alone in the end; a clean clone has no times of earlier runs. */
export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const isLong = ({ moduleId }: TestSpecification) => long.test(moduleId)
    return [...sorted.filter(isLong), ...sorted.filter(file => !isLong(file))]
  }
}
