const words = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve']
const grouped = new Intl.NumberFormat('en-GB')

/** `1,855`. */
export function number(value: number): string {
  return grouped.format(value)
}

/** `1 record`, `1,855 records`. */
export function count(value: number, noun: string, plural = `${noun}s`): string {
  return `${number(value)} ${value === 1 ? noun : plural}`
}

/** `two facts`: up to twelve in words, as a sentence has them. */
export function inWords(value: number, noun: string, plural = `${noun}s`): string {
  return `${words[value] ?? number(value)} ${value === 1 ? noun : plural}`
}

/** The first letter as a sentence begins. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
