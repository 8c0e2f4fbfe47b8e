/**
 * Whether digits end in the check digit of the Luhn formula (ISO/IEC 7812-1, annex B), as the numbers of payment cards do;
 * one in ten of all numbers does.
 *
 * @param digits ASCII digits only
 */
export function passesLuhn(digits: string): boolean {
  let sum = 0
  for (let at = 0; at < digits.length; at++) {
    const digit = digits.charCodeAt(digits.length - 1 - at) - 48
    const doubled = digit * 2
    sum += at % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}
