import * as z from 'zod/mini'

/** One element of `session_<n>`. */
export const turnShape = z.object({
  speaker: z.string().check(z.minLength(1)),
  dia_id: z.string().check(z.regex(/^D\d+:\d+$/, 'expected an id like "D3:7"')),
  text: z.string(),
  blip_caption: z.optional(z.string()),
})

const questionShape = z.object({
  question: z.string().check(z.minLength(1)),
  category: z.literal([1, 2, 3, 4, 5]),
  evidence: z.optional(z.array(z.string())),
})

const noteShape = z.object({
  speaker: z.string(),
  text: z.string(),
  canary: z.string().check(z.regex(/^[A-Za-z0-9]{8,}$/, 'expected eight or more letters and digits')),
})

/**
 * The file format of LoCoMo (Maharana et al., ACL 2024, `data/locomo10.json`), as far as this program reads it.
 * `private_notes` is ours. Sessions are keyed `session_<n>` and `session_<n>_date_time` beside the speakers.
 */
export const fileShape = z.array(
  z.object({
    sample_id: z.string().check(z.minLength(1), z.maxLength(60)),
    conversation: z.looseObject({
      speaker_a: z.string().check(z.minLength(1)),
      speaker_b: z.string().check(z.minLength(1)),
    }),
    private_notes: z.optional(z.array(noteShape)),
    qa: z.array(questionShape),
  }),
)

/** One conversation of a file, before its sessions are read. */
export type Sample = z.infer<typeof fileShape>[number]

/** Where in the file a shape is not met, and how: `[0].qa[3].category: Invalid input`. */
export function whereItFails(error: z.core.$ZodError, at: readonly PropertyKey[] = []): string {
  const [issue] = error.issues
  if (!issue) return 'the file is not in the expected shape'
  const path = [...at, ...issue.path]
    .map(part => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
  return `${path.replace(/^\./, '') || 'the whole file'}: ${issue.message}`
}
