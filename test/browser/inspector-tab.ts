import type { Page } from 'playwright'

/** The views by the name that the rail gives them. */
export type ViewName = 'Overview' | 'Records' | 'Conflicts' | 'Search' | 'Sync'

/** What a person does in one tab of the inspector, by what they see there. */
export class InspectorTab {
  readonly page: Page
  /** Everything the browser complained about: exceptions, errors on the console, refusals of the content policy. */
  readonly complaints: string[] = []

  constructor(page: Page) {
    this.page = page
    page.on('pageerror', error => this.complaints.push(error.message))
    page.on('console', message => {
      // A relay that is away is reported by the browser itself; the page has its own words for it.
      if (message.type() === 'error' && !/WebSocket connection to/.test(message.text()))
        this.complaints.push(message.text())
    })
  }

  /** Opens an address and waits until the page has read what this device holds. */
  async open(address: string): Promise<void> {
    await this.page.goto(address)
    await this.ready()
  }

  async reload(): Promise<void> {
    await this.page.reload()
    await this.ready()
  }

  /** Looks at this tab: what a browser does with input in a tab behind another takes seconds. */
  async show(): Promise<void> {
    await this.page.bringToFront()
  }

  async go(view: ViewName): Promise<void> {
    await this.show()
    await this.page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: view }).last().click()
    await this.page.getByRole('heading', { level: 1, name: view }).waitFor()
  }

  /** Adds a record with the composer; returns when the page says it is written. */
  async add(content: string): Promise<void> {
    await this.show()
    await this.page.getByRole('button', { name: /^Write/ }).click()
    const composer = this.page.getByRole('region', { name: 'Write' })
    await composer.getByLabel('Content').fill(content)
    await composer.getByRole('button', { name: 'Add record' }).click()
    await this.written()
  }

  /** Asserts a fact with the composer. */
  async assert(key: string, value: string): Promise<void> {
    await this.show()
    await this.page.getByRole('button', { name: /^Write/ }).click()
    const composer = this.page.getByRole('region', { name: 'Write' })
    await composer.getByRole('button', { name: 'A fact' }).click()
    await composer.getByLabel('Key').fill(key)
    await composer.getByLabel('Value').fill(value)
    await composer.getByRole('button', { name: 'Assert fact' }).click()
    await this.written()
  }

  async forceOffline(on: boolean): Promise<void> {
    await this.show()
    await this.page.getByLabel('Force offline').setChecked(on, { force: true })
    await this.statusSays(on ? 'Forced offline' : 'Connected')
  }

  /** Waits until the status bar says it. */
  async statusSays(words: string): Promise<void> {
    await this.page.locator('.foot').getByText(words, { exact: false }).first().waitFor()
  }

  /** Waits until a record with this text stands in the list. */
  async shows(text: string): Promise<void> {
    await this.rows().filter({ hasText: text }).first().waitFor()
  }

  /** What the record list shows, top first: content, kind, space, author. */
  async records(): Promise<string[]> {
    const rows = await this.rows().all()
    return Promise.all(rows.map(async row => (await row.locator('td:not(.num)').allTextContents()).join(' | ')))
  }

  /** The sides of the open conflict as they stand there. */
  async sides(): Promise<string[]> {
    const sides = await this.page.getByRole('article').all()
    return Promise.all(
      sides.map(
        async side => `${await side.locator('.val b').textContent()} by ${await side.locator('.who').textContent()}`,
      ),
    )
  }

  private rows() {
    return this.page.getByRole('table', { name: 'Records' }).locator('tbody tr[data-id]')
  }

  private async ready(): Promise<void> {
    await this.page.locator('.foot').waitFor({ state: 'attached' })
    await this.page.locator('.bones').waitFor({ state: 'detached' })
  }

  private async written(): Promise<void> {
    const composer = this.page.getByRole('region', { name: 'Write' })
    await composer.getByRole('status').getByRole('link').waitFor()
    // Heard where the focus is, which the button that was pressed has lost.
    await this.page.keyboard.press('Escape')
    await composer.waitFor({ state: 'detached' })
  }
}
