import ranks from 'gpt-tokenizer/bpeRanks/o200k_base'
import { GptEncoding } from 'gpt-tokenizer/GptEncoding'

// As `gpt-tokenizer/encoding/o200k_base` makes it, with the table apart: what is published has it in another form (`token-table.ts`).
export const { countTokens } = GptEncoding.getEncodingApi('o200k_base', () => ranks)
