// How long the frames of a live board take in Chromium: `node frames.mjs pan|watch <seconds>
// <address> <cookie> <folder with Playwright>` prints the time between frames, in milliseconds,
// one a line. `pan` moves the view all the time; `watch` looks at what others do.
import { createRequire } from 'node:module'
import { join } from 'node:path'

const [kind, seconds, address, cookie, folder] = process.argv.slice(2)
const { chromium } = createRequire(join(folder, 'package.json'))('@playwright/test')
const browser = await chromium.launch({
  executablePath: process.env.ETABLI_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking'],
})
try {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'fr-FR' })
  const [name, value] = cookie.split('=')
  await context.addCookies([{ name, value, url: new URL('/', address).href }])
  const page = await context.newPage()
  await page.goto(address)
  await page.getByText('Tout est enregistré').waitFor({ timeout: 60_000 })
  await page.waitForTimeout(1_500)
  const frames = await page.evaluate(
    ([pans, lasts]) =>
      new Promise((done) => {
        const canvas = document.querySelector('.board-stage canvas')
        const times = []
        const start = performance.now()
        let before
        const frame = (now) => {
          if (before !== undefined) times.push(now - before)
          before = now
          if (now - start > lasts) return done(times)
          if (pans) {
            // A few hundred pixels to and fro: most of the board stays in view.
            const [deltaX, deltaY] = [8 * Math.sin(now / 700), 8 * Math.cos(now / 900)]
            canvas.dispatchEvent(new WheelEvent('wheel', { deltaX, deltaY, cancelable: true, bubbles: true }))
          }
          requestAnimationFrame(frame)
        }
        requestAnimationFrame(frame)
      }),
    [kind === 'pan', Number(seconds) * 1_000],
  )
  process.stdout.write(frames.map((frame) => frame.toFixed(3)).join('\n'))
} finally {
  await browser.close()
}
