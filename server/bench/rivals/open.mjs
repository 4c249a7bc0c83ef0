// Says what somebody is sent who opens a board for the first time, by a server that speaks the
// protocol of Yjs: `node open.mjs <times>`, the board's history on the standard input, an edit on
// each line: author, note, its place (two numbers), and its text if the note is new.
//
// Prints bytes as they are sent; bytes compressed by brotli as Établi's are, at quality 4; then the
// milliseconds that each of so many readings takes. Servers of Yjs send a board uncompressed.
import { readFileSync } from 'node:fs'
import { brotliCompressSync, constants } from 'node:zlib'
import * as encoding from 'lib0/encoding'
import * as sync from 'y-protocols/sync'
import * as Y from 'yjs'

const SYNC = 0
const COLOURS = ['yellow', 'pink', 'blue', 'green']

const [times] = process.argv.slice(2).map(Number)
const doc = new Y.Doc()
const board = doc.getMap('board')

/** Does one edit, as its author's browser would: what it makes bears that browser's number. */
function play(line) {
  const [author, note, x, y, text] = line.split('\t')
  doc.clientID = Math.imul(Number(author) + 1, 0x9e3779b1) >>> 0
  doc.transact(() => {
    if (text === undefined) {
      board.get(note).set('at', [Number(x), Number(y)])
      return
    }
    const made = new Y.Map()
    board.set(note, made)
    made.set('at', [Number(x), Number(y)])
    made.set('colour', COLOURS[Number(note) % COLOURS.length])
    // Two people can write in it at once, as in ours.
    made.set('text', new Y.Text(text))
  })
}

/** How long it takes to read the whole board. */
function read(update) {
  const opened = new Y.Doc()
  const start = performance.now()
  Y.applyUpdate(opened, update)
  const lasted = performance.now() - start
  if (opened.getMap('board').size !== board.size) throw new Error('notes are missing')
  return lasted
}

for (const line of readFileSync(0, 'utf8').trimEnd().split('\n')) play(line)
const encoder = encoding.createEncoder()
encoding.writeVarUint(encoder, SYNC)
sync.writeSyncStep2(encoder, doc)
const frame = encoding.toUint8Array(encoder)
const params = { [constants.BROTLI_PARAM_QUALITY]: 4 }
console.log(frame.length)
console.log(brotliCompressSync(frame, { params }).length)
const update = Y.encodeStateAsUpdate(doc)
for (let count = 0; count < times; count++) console.log(read(update))
