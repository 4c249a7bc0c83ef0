// How long the frames of a live board take in Chromium: `node frames.mjs pan|watch <seconds>
// <seconds> <words> <address> <cookie> <folder with Playwright>` prints the time between frames,
// in milliseconds, one a line: for so many seconds with the whole board in view and, below an
// empty line, for so many at the size at which notes are read, few of them in view. `pan` moves the
// view all the time; `watch` looks at what others do, who move notes of these words.
import { freshPage, launch } from './browser.mjs'

// How far the view moves in a frame, at the most. With the whole board in view it moves a few
// hundred pixels to and fro, so that most of it stays there; at reading size, some thousand, which
// lie within the board.
const [WHOLE, READING] = [8, 32]

const [kind, whole, reading, words, address, cookie, folder] = process.argv.slice(2)
const pans = kind === 'pan'
const browser = await launch(folder)
try {
  const page = await freshPage(browser, address, cookie)
  await page.goto(address)
  await page.getByText('Tout est enregistré').waitFor({ timeout: 60_000 })
  await page.waitForTimeout(1_500)
  const all = await frames(page, Number(whole), pans ? WHOLE : 0)
  await enlarge(page)
  if (!pans) await lookAt(page, words)
  const few = await frames(page, Number(reading), pans ? READING : 0)
  process.stdout.write([all, few].map((times) => times.map((time) => time.toFixed(3)).join('\n')).join('\n\n'))
} finally {
  await browser.close()
}

// The time between the frames of so many seconds, while the view moves so far in each.
function frames(page, seconds, step) {
  return page.evaluate(
    ([lasts, step]) =>
      new Promise((done) => {
        const canvas = document.querySelector('.board-stage canvas')
        const times = []
        const start = performance.now()
        let before
        const frame = (now) => {
          if (before !== undefined) times.push(now - before)
          before = now
          if (now - start > lasts) return done(times)
          if (step > 0) {
            const [deltaX, deltaY] = [step * Math.sin(now / 700), step * Math.cos(now / 900)]
            canvas.dispatchEvent(new WheelEvent('wheel', { deltaX, deltaY, cancelable: true, bubbles: true }))
          }
          requestAnimationFrame(frame)
        }
        requestAnimationFrame(frame)
      }),
    [seconds * 1_000, step],
  )
}

// Turns the wheel over the middle of the board, and waits until that is drawn.
function wheel(page, turn) {
  return page.evaluate((turn) => {
    const canvas = document.querySelector('.board-stage canvas')
    const { left, top, width, height } = canvas.getBoundingClientRect()
    const [clientX, clientY] = [left + width / 2, top + height / 2]
    const { views = 0, ...deltas } = turn
    const deltaX = views * width
    canvas.dispatchEvent(new WheelEvent('wheel', { deltaX, ...deltas, clientX, clientY, cancelable: true, bubbles: true }))
    return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
  }, turn)
}

// Enlarges what lies in the middle of the view to the size at which it is read.
async function enlarge(page) {
  // With the control key a wheel enlarges by so much a pixel.
  const pixel = Math.exp(0.006)
  for (let turns = 0; turns < 10; turns++) {
    const percent = parseInt(await page.locator('.board-zoom output').textContent())
    if (percent === 100) return
    await wheel(page, { ctrlKey: true, deltaY: Math.log(percent / 100) / Math.log(pixel) })
  }
  throw new Error('the board cannot be shown at 100 %')
}

// Goes to where notes of these words are being moved, and lets them cross the view from its left
// edge on: they all go to the right, each along a line of its own, of which the middle one is
// looked for.
async function lookAt(page, words) {
  await page.locator('.board-stage canvas').first().focus()
  await page.keyboard.press('/')
  const field = page.locator('.board-finder input')
  await field.fill(words)
  // « 1 sur 30 »
  const found = await page.locator('.board-finder output').filter({ hasText: /\d/ }).textContent()
  const count = Number(found.match(/\d+/g).at(-1))
  for (let next = 1; next < count / 2; next++) await field.press('Enter')
  // Looking for something, and having something chosen, would be drawn as well.
  await field.press('Escape')
  await page.keyboard.press('Escape')
  await wheel(page, { views: 0.4 })
}
