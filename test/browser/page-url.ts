import { inject } from 'vitest'

declare module 'vitest' {
  interface ProvidedContext {
    pageDesk: string
  }
}

/** The address of a page by its name, such as `http://127.0.0.1:5301/`. */
export async function pageUrl(name: string): Promise<string> {
  const response = await fetch(`${inject('pageDesk')}${name}`)
  const answer = await response.text()
  if (!response.ok) throw new Error(`the page ${name} was not built: ${answer}`)
  return answer
}
