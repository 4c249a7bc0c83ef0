// A Chromium to measure with: `folder` holds Playwright; a cookie is given as `name=value`.
import { createRequire } from 'node:module'
import { join } from 'node:path'

export async function launch(folder) {
  const { chromium } = createRequire(join(folder, 'package.json'))('@playwright/test')
  return chromium.launch({
    executablePath: process.env.ETABLI_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking'],
  })
}

// A page of somebody who has been nowhere yet.
export async function freshPage(browser, address, cookie) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'fr-FR' })
  const at = cookie.indexOf('=')
  if (at > 0) {
    const url = new URL('/', address).href
    await context.addCookies([{ name: cookie.slice(0, at), value: cookie.slice(at + 1), url }])
  }
  return context.newPage()
}
