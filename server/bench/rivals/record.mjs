// Writes the frames that the people of one room send to a server that speaks the protocol of
// Yjs, made by its own libraries: `node record.mjs y|hocuspocus <people> <notes> <pointers>`.
//
// For each person: what they enter with, each move of their note, each of their pointer; before
// each frame its length in four bytes, the lowest first. A move carries a mark that can be found
// in the bytes of whatever the server makes of it: ~n<person>.<count>~, for pointers ~p….
import * as encoding from 'lib0/encoding'
import { Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness'
import * as sync from 'y-protocols/sync'
import * as Y from 'yjs'

const SYNC = 0
const AWARENESS = 1
const AUTH = 2
const TOKEN = 0

const [protocol, ...counts] = process.argv.slice(2)
const [people, notes, pointers] = counts.map(Number)
const out = []

function put(write) {
  const encoder = encoding.createEncoder()
  if (protocol === 'hocuspocus') encoding.writeVarString(encoder, 'board')
  write(encoder)
  const frame = encoding.toUint8Array(encoder)
  const length = Buffer.alloc(4)
  length.writeUInt32LE(frame.length)
  out.push(length, frame)
}

for (let person = 0; person < people; person++) {
  const doc = new Y.Doc()
  const board = doc.getMap('board')
  if (protocol === 'hocuspocus') {
    put((encoder) => {
      encoding.writeVarUint(encoder, AUTH)
      encoding.writeVarUint(encoder, TOKEN)
      encoding.writeVarString(encoder, 'token')
      encoding.writeVarString(encoder, '4.7.0')
    })
  }
  put((encoder) => {
    encoding.writeVarUint(encoder, SYNC)
    sync.writeSyncStep1(encoder, doc)
  })
  doc.on('update', (update) => {
    put((encoder) => {
      encoding.writeVarUint(encoder, SYNC)
      sync.writeUpdate(encoder, update)
    })
  })
  for (let count = 1; count <= notes; count++) board.set(`note ${person}`, `~n${person}.${count}~`)
  const awareness = new Awareness(doc)
  for (let count = 1; count <= pointers; count++) {
    awareness.setLocalState({ cursor: `~p${person}.${count}~` })
    const update = encodeAwarenessUpdate(awareness, [doc.clientID])
    put((encoder) => {
      encoding.writeVarUint(encoder, AWARENESS)
      encoding.writeVarUint8Array(encoder, update)
    })
  }
  awareness.destroy()
}
process.stdout.write(Buffer.concat(out))
