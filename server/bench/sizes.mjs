// What Chromium loads to show pages for the first time: `node sizes.mjs <folder with Playwright>
// <host> <cookie> <path>...` prints a line for each path: bytes as sent, requests, and what is
// not in order, separated by tabs. Whoever signs in has no cookie.
import { freshPage, launch } from './browser.mjs'

const [folder, host, cookie, ...paths] = process.argv.slice(2)
const browser = await launch(folder)
try {
  for (const path of paths) {
    const address = `http://${host}${path}`
    const page = await freshPage(browser, address, path === '/sign-in' ? '' : cookie)
    const network = await page.context().newCDPSession(page)
    await network.send('Network.enable')
    let [bytes, requests] = [0, 0]
    const faults = []
    network.on('Network.loadingFinished', ({ encodedDataLength }) => {
      bytes += encodedDataLength
      requests += 1
    })
    network.on('Network.loadingFailed', ({ errorText }) => faults.push(errorText))
    network.on('Network.responseReceived', ({ response: { url, status, headers } }) => {
      const file = new URL(url).pathname
      const value = (name) => headers[name] ?? headers[name.toLowerCase()] ?? ''
      if (status >= 400) faults.push(`${status} ${file}`)
      else if (file.startsWith('/pkg/')) {
        if (value('Content-Encoding') !== 'br') faults.push(`not compressed: ${file}`)
        if (!value('Cache-Control').includes('immutable')) faults.push(`not kept: ${file}`)
      }
    })
    await page.goto(address, { waitUntil: 'networkidle' })
    // What is loaded once the page has come to life.
    await page.waitForTimeout(1_000)
    process.stdout.write(`${[bytes, requests, ...faults].join('\t')}\n`)
    await page.context().close()
  }
} finally {
  await browser.close()
}
