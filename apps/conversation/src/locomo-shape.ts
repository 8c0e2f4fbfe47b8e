import * as v from 'valibot'

/** One element of `session_<n>`. */
export const turnShape = v.object({
  speaker: v.pipe(v.string(), v.minLength(1)),
  dia_id: v.pipe(v.string(), v.regex(/^D\d+:\d+$/, 'expected an id like "D3:7"')),
  text: v.string(),
  blip_caption: v.optional(v.string()),
})

const questionShape = v.object({
  question: v.pipe(v.string(), v.minLength(1)),
  category: v.picklist([1, 2, 3, 4, 5]),
  evidence: v.optional(v.array(v.string())),
})

const noteShape = v.object({
  speaker: v.string(),
  text: v.string(),
  canary: v.pipe(v.string(), v.regex(/^[A-Za-z0-9]{8,}$/, 'expected eight or more letters and digits')),
})

/**
 * The file format of LoCoMo (Maharana et al., ACL 2024, `data/locomo10.json`), as far as this program reads it.
 * `private_notes` is ours. Sessions are keyed `session_<n>` and `session_<n>_date_time` beside the speakers.
 */
export const fileShape = v.array(
  v.object({
    sample_id: v.pipe(v.string(), v.minLength(1), v.maxLength(60)),
    conversation: v.looseObject({
      speaker_a: v.pipe(v.string(), v.minLength(1)),
      speaker_b: v.pipe(v.string(), v.minLength(1)),
    }),
    private_notes: v.optional(v.array(noteShape)),
    qa: v.array(questionShape),
  }),
)

/** One conversation of a file, before its sessions are read. */
export type Sample = v.InferOutput<typeof fileShape>[number]

/** Where in the file a shape is not met, and how: `[0].qa[3].category: Invalid type: Expected …`. */
export function whereItFails([issue]: readonly v.BaseIssue<unknown>[], at: readonly PropertyKey[] = []): string {
  if (!issue) return 'the file is not in the expected shape'
  const path = [...at, ...(issue.path ?? []).map(({ key }) => key)]
    .map(part => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
  return `${path.replace(/^\./, '') || 'the whole file'}: ${issue.message}`
}
