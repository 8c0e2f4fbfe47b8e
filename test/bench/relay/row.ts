import { once } from 'node:events'
import { parseArgs } from 'node:util'
import { startServer } from './server-process'
import { isSubjectName, subjects } from './subjects'
import { collect } from './workloads/workload'
import { isWorkloadName, workloads } from './workloads/workloads'

// One row of the bench in a process of its own, the load generator: plays one workload against one server and prints what came out.
const { values } = parseArgs({
  options: {
    workload: { type: 'string', default: '' },
    subject: { type: 'string', default: '' },
    records: { type: 'string', default: '10000' },
    quick: { type: 'boolean', default: false },
    profile: { type: 'string' },
  },
})
const { workload, subject, records, quick, profile } = values
if (!isWorkloadName(workload) || !isSubjectName(subject)) throw new Error('started by the bench, not by hand')

// Whoever started this is gone: so is the reason for it.
process.on('disconnect', () => process.exit(1))

const pass = async () => {
  process.send?.('pass')
  await once(process, 'message')
  collect()
}

const server = await startServer(subjects[subject], profile)
try {
  const bench = { subject: subjects[subject], server, isQuick: quick, records: Number(records), pass }
  process.stdout.write(`${JSON.stringify(await workloads[workload](bench))}\n`)
} finally {
  await server.stop()
}
process.exit()
