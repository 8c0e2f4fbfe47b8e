import { inject } from 'vitest'

declare module 'vitest' {
  interface ProvidedContext {
    pageDesk: string
  }
}

/** What the page desk says of a page. */
export interface BuiltPage {
  readonly url: string
  /** Where its files are, for the worlds and the inspector. */
  readonly folder: string
}

/** The address of a page by its name, such as `http://127.0.0.1:5301/`. */
export async function pageUrl(name: string): Promise<string> {
  return (await askDesk(name)).url
}

/** The folder that a page of the apps is built into; it is gone with the test run. */
export async function builtPage(name: 'inspector' | 'worlds'): Promise<string> {
  return (await askDesk(name)).folder
}

async function askDesk(name: string): Promise<BuiltPage> {
  const response = await fetch(`${inject('pageDesk')}${name}`)
  if (!response.ok) throw new Error(`the page ${name} was not built: ${await response.text()}`)
  return (await response.json()) as BuiltPage
}
