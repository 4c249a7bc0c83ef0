// How long the frames of a live board take in Chromium: `node frames.mjs pan|watch <seconds>
// <address> <cookie> <folder with Playwright>` prints the time between frames, in milliseconds,
// one a line. `pan` moves the view all the time; `watch` looks at what others do.
import { freshPage, launch } from './browser.mjs'

const [kind, seconds, address, cookie, folder] = process.argv.slice(2)
const browser = await launch(folder)
try {
  const page = await freshPage(browser, address, cookie)
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
