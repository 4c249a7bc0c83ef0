// Writes the frames that the people of some boards send to a server that speaks the protocol of
// Yjs, made by its own libraries:
// `node record.mjs y|hocuspocus <boards> <people of each> <notes> <pointers>`.
//
// For each person of each board: what they enter with, their note, each of its moves, each of
// their pointer; before each frame its length in four bytes, the lowest first. A move carries a
// mark that can be found in the bytes of whatever the server makes of it: ~n<person>.<count>~, for
// pointers ~p…; the note itself is the move of count 0.
import * as encoding from 'lib0/encoding'
import { Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness'
import * as sync from 'y-protocols/sync'
import * as Y from 'yjs'

const SYNC = 0
const AWARENESS = 1
const AUTH = 2
const TOKEN = 0

const [protocol, ...counts] = process.argv.slice(2)
const [boards, people, notes, pointers] = counts.map(Number)
const out = []

function put(name, write) {
  const encoder = encoding.createEncoder()
  if (protocol === 'hocuspocus') encoding.writeVarString(encoder, name)
  write(encoder)
  const frame = encoding.toUint8Array(encoder)
  const length = Buffer.alloc(4)
  length.writeUInt32LE(frame.length)
  out.push(length, frame)
}

function record(name, person) {
  const doc = new Y.Doc()
  const board = doc.getMap('board')
  if (protocol === 'hocuspocus') {
    put(name, (encoder) => {
      encoding.writeVarUint(encoder, AUTH)
      encoding.writeVarUint(encoder, TOKEN)
      encoding.writeVarString(encoder, 'token')
      encoding.writeVarString(encoder, '4.7.0')
    })
  }
  put(name, (encoder) => {
    encoding.writeVarUint(encoder, SYNC)
    sync.writeSyncStep1(encoder, doc)
  })
  doc.on('update', (update) => {
    put(name, (encoder) => {
      encoding.writeVarUint(encoder, SYNC)
      sync.writeUpdate(encoder, update)
    })
  })
  for (let count = 0; count <= notes; count++) board.set(`note ${person}`, `~n${person}.${count}~`)
  const awareness = new Awareness(doc)
  for (let count = 1; count <= pointers; count++) {
    awareness.setLocalState({ cursor: `~p${person}.${count}~` })
    const update = encodeAwarenessUpdate(awareness, [doc.clientID])
    put(name, (encoder) => {
      encoding.writeVarUint(encoder, AWARENESS)
      encoding.writeVarUint8Array(encoder, update)
    })
  }
  awareness.destroy()
}

for (let board = 0; board < boards; board++) {
  for (let person = 0; person < people; person++) record(`board-${board}`, person)
}
process.stdout.write(Buffer.concat(out))
