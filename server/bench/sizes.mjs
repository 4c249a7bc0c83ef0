// What Chromium loads to show pages for the first time: `node sizes.mjs <folder with Playwright>
// <host> <cookie> <path>...` prints a line for each path: bytes as sent, requests, and what is
// not in order, separated by tabs. Strangers have no cookie.
import { freshPage, launch } from './browser.mjs'

// Pages take most of their time waiting for what may still come.
const AT_ONCE = 3
const STRANGERS = /^\/(sign-in|forgotten|join|reset|setup)(\/|$)/

async function load(browser, address, cookie) {
  const page = await freshPage(browser, address, cookie)
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
  const there = new URL(page.url()).pathname
  if (there !== new URL(address).pathname) faults.push(`leads to ${there}`)
  await page.context().close()
  return [bytes, requests, ...faults]
}

const [folder, host, cookie, ...paths] = process.argv.slice(2)
const browser = await launch(folder)
try {
  const told = []
  const waiting = paths.entries()
  const work = async () => {
    for (const [place, path] of waiting) {
      told[place] = await load(browser, `http://${host}${path}`, STRANGERS.test(path) ? '' : cookie)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  for (const line of told) process.stdout.write(`${line.join('\t')}\n`)
} finally {
  await browser.close()
}
