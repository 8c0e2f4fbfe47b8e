const units = ['kB', 'MB', 'GB', 'TB'] as const

/** `912 B`, `4.2 MB`, `61 GB`: powers of a thousand, one decimal under ten. */
export function bytesText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  let value = bytes
  let unit = -1
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000
    unit++
  }
  return `${value < 9.95 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`
}
