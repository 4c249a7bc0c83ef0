// Writes the frames that the people of some boards send to a server that speaks the protocol of
// Yjs, made by its own libraries:
// `node record.mjs y|hocuspocus <boards> <people of each> <notes> <pointers>`.
//
// For each person of each board: what they enter with, their note, each of its moves, each of
// their pointer. A move carries a mark that can be found in the bytes of whatever the server makes
// of it: ~n<person>.<count>~, for pointers ~p…; the note itself is the move of count 0.
import * as encoding from 'lib0/encoding'
import { Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness'
import * as sync from 'y-protocols/sync'
import * as Y from 'yjs'
import { AWARENESS, SYNC, entering, frame, print } from './protocol.mjs'

const [protocol, ...counts] = process.argv.slice(2)
const [boards, people, notes, pointers] = counts.map(Number)
const out = []

function record(name, person) {
  const doc = new Y.Doc()
  const board = doc.getMap('board')
  out.push(...entering(protocol, name, doc))
  doc.on('update', (update) => {
    const move = frame(protocol, name, (encoder) => {
      encoding.writeVarUint(encoder, SYNC)
      sync.writeUpdate(encoder, update)
    })
    out.push(move)
  })
  for (let count = 0; count <= notes; count++) board.set(`note ${person}`, `~n${person}.${count}~`)
  const awareness = new Awareness(doc)
  for (let count = 1; count <= pointers; count++) {
    awareness.setLocalState({ cursor: `~p${person}.${count}~` })
    const update = encodeAwarenessUpdate(awareness, [doc.clientID])
    const pointer = frame(protocol, name, (encoder) => {
      encoding.writeVarUint(encoder, AWARENESS)
      encoding.writeVarUint8Array(encoder, update)
    })
    out.push(pointer)
  }
  awareness.destroy()
}

for (let board = 0; board < boards; board++) {
  for (let person = 0; person < people; person++) record(`board-${board}`, person)
}
print(out)
