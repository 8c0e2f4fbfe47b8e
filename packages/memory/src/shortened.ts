const longest = 256

/** A text of a caller's as an error quotes it: a slip may hand over a whole book where a name was meant. */
export function shortened(text: string): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text
}
