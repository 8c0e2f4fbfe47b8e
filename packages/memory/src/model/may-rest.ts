/** Whether a payload can name what it was made from, told without reading it: JSON may write any letter as `\u….` */
export function mayRest(payload: string): boolean {
  return payload.includes('derivedFrom') || payload.includes('\\u')
}
