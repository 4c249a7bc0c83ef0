// Writes the frames with which the people of one board come back to a server that has lost it:
// `node return.mjs y|hocuspocus <people>`. All have the notes of all; each has moved their own once
// since, marked as in `record.mjs`.
//
// For each person: what they enter with; what every frame of the board begins with; what they
// answer once the server says what it has: all of their board if that is nothing, or else their
// move alone. Nothing lies between: whoever is first brings all notes in one update.
import * as encoding from 'lib0/encoding'
import * as sync from 'y-protocols/sync'
import * as Y from 'yjs'
import { SYNC, entering, frame, print } from './protocol.mjs'

const BOARD = 'board-0'

const [protocol, count] = process.argv.slice(2)
const out = []

function answer(doc, known) {
  return frame(protocol, BOARD, (encoder) => {
    encoding.writeVarUint(encoder, SYNC)
    sync.writeSyncStep2(encoder, doc, known)
  })
}

/** Puts somebody's note on the board, or moves it. */
function move(doc, person, count) {
  doc.getMap('board').set(`note ${person}`, `~n${person}.${count}~`)
}

const docs = Array.from({ length: Number(count) }, () => new Y.Doc())
docs.forEach((doc, person) => move(doc, person, 0))
const notes = Y.mergeUpdates(docs.map((doc) => Y.encodeStateAsUpdate(doc)))
docs.forEach((doc, person) => {
  Y.applyUpdate(doc, notes)
  const known = Y.encodeStateVector(doc)
  move(doc, person, 1)
  out.push(...entering(protocol, BOARD, doc), frame(protocol, BOARD, () => {}))
  out.push(answer(doc), answer(doc, known))
})
print(out)
