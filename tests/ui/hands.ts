/** A person at the screens: finds things by role and name, as a reader of the page would, and clicks them. */
import type { FrameLocator, Locator, Page } from 'playwright-core'

export interface Account {
  readonly userName: string
  readonly password: string
}

export class Hands {
  readonly page: Page
  readonly origin: string

  constructor(page: Page, origin: string) {
    this.page = page
    this.origin = origin
  }

  get left(): Locator {
    return this.page.locator('[data-side=left]')
  }

  get right(): Locator {
    return this.page.locator('[data-side=right]')
  }

  /** The page inside the user's browser. */
  get browser(): FrameLocator {
    return this.page.frameLocator('iframe[title="Page in the user\'s browser"]')
  }

  async goTo(path: string): Promise<void> {
    await this.page.goto(this.origin + path)
  }

  /** Kept by the browser; it shows on the next page that is opened. */
  async chooseTheme(theme: string): Promise<void> {
    await this.page.evaluate(`localStorage.setItem('hybridlab.theme', '${theme}')`)
  }

  async openPlace(name: string): Promise<void> {
    await this.page
      .getByRole('navigation', { name: 'Places' })
      .getByRole('link', { name, exact: false })
      .click()
  }

  async press(within: Locator | FrameLocator | Page, name: string): Promise<void> {
    await within.getByRole('button', { name, exact: true }).click()
  }

  async fill(within: Locator | FrameLocator | Page, label: string, text: string): Promise<void> {
    await within.getByLabel(label, { exact: true }).fill(text)
  }

  /** The token service's pages, wherever they are framed. */
  async signIn(frame: FrameLocator, { userName, password }: Account): Promise<void> {
    await this.fill(frame, 'Email address or user name', userName)
    await this.press(frame, 'Next')
    await this.fill(frame, 'Password', password)
    await this.press(frame, 'Sign in')
  }

  async signInToPortal(account: Account): Promise<void> {
    await this.signIn(this.page.frameLocator('iframe[title="Sign in to the portal"]'), account)
    await this.page
      .frameLocator('iframe[title="Sign in to the portal"]')
      .getByRole('button', { name: 'No', exact: true })
      .click()
    await this.left.getByRole('navigation', { name: 'Portal' }).waitFor()
  }

  /** Waits until nothing is being fetched any more. */
  async settle(): Promise<void> {
    await this.left.locator(':scope > *').first().waitFor()
    await this.page.waitForTimeout(150)
    await this.page.waitForFunction("document.querySelectorAll('[role=progressbar]').length === 0")
  }

  /** Waits for a text to be seen. */
  async see(within: Locator | FrameLocator | Page, text: string | RegExp): Promise<void> {
    await within.getByText(text).first().waitFor()
  }

  /** Reads a toast and puts it away, so that the next one cannot be taken for it. */
  async hear(text: string | RegExp): Promise<void> {
    const news = this.page.getByRole('status', { name: 'News' }).getByRole('listitem')
    const toast = news.filter({ hasText: text }).first()
    await toast.waitFor()
    await this.press(toast, 'Dismiss')
  }

  /** The address bar of the user's browser. */
  async browseTo(path: string): Promise<void> {
    await this.left.getByLabel('Address').fill(this.origin + path)
    await this.left.getByLabel('Address').press('Enter')
  }

  async newestCodeOnPhone(): Promise<string> {
    await this.openPlace('Phone')
    return (
      (
        await this.right.getByRole('list', { name: 'Messages' }).locator('li strong').first().textContent()
      )?.trim() ?? ''
    )
  }

  async newestCodeInMailbox(): Promise<string> {
    await this.openPlace('Mailbox')
    return (await this.right.getByRole('article').locator('strong').first().textContent())?.trim() ?? ''
  }

  /** The letters of the captcha, read off the picture. */
  async readPicture(): Promise<string> {
    const source =
      (await this.browser.getByRole('img', { name: 'Characters to copy' }).getAttribute('src')) ?? ''
    const picture = decodeURIComponent(source.slice(source.indexOf(',') + 1))
    return [...picture.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, letter]) => letter).join('')
  }
}
