// Plays to a server that speaks the protocol of Yjs what `live/merging.rs` plays to ours, by two
// clients made of its own libraries: one works without a connection, then comes back to what the
// other did. `node merge.mjs y|hocuspocus <host> <times> <notes> <offline> <meanwhile>`.
//
// Prints a line for each time: the milliseconds from the return until both hold the same document,
// then how many words and how many places are in it no more.
import { isDeepStrictEqual } from 'node:util'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import * as sync from 'y-protocols/sync'
import WebSocket from 'ws'
import * as Y from 'yjs'
import { HOCUSPOCUS, SYNC, asking, entering, frame } from './protocol.mjs'

// Hocuspocus answers by another number what a client asked.
const SYNC_REPLY = 4

const [protocol, host, ...counts] = process.argv.slice(2)
const [times, notes, offline, meanwhile] = counts.map(Number)

/** A client as a browser runs it. */
class Tab {
  doc = new Y.Doc()
  board = this.doc.getMap('board')
  /** Called whenever a frame has come. */
  heard = () => {}

  constructor(name) {
    this.name = name
    this.doc.on('update', (update, origin) => {
      if (origin !== this) this.send((encoder) => sync.writeUpdate(encoder, update))
    })
  }

  open() {
    this.socket = new WebSocket(`ws://${host}/${this.name}`)
    this.socket.on('open', () => {
      for (const bytes of entering(protocol, this.name, this.doc)) this.socket.send(bytes)
    })
    this.socket.on('message', (bytes) => this.receive(new Uint8Array(bytes)))
  }

  /** Waits until the server has answered, and so has taken all that was sent before. */
  async inStep() {
    this.answered = false
    if (this.isOpen()) this.socket.send(asking(protocol, this.name, this.doc))
    await until([this], () => this.answered)
  }

  isOpen() {
    return this.socket.readyState === WebSocket.OPEN
  }

  async close() {
    const closed = new Promise((resolve) => this.socket.on('close', resolve))
    this.socket.close()
    await closed
  }

  send(write) {
    if (!this.isOpen()) return
    const bytes = frame(protocol, this.name, (encoder) => {
      encoding.writeVarUint(encoder, SYNC)
      write(encoder)
    })
    this.socket.send(bytes)
  }

  receive(bytes) {
    const decoder = decoding.createDecoder(bytes)
    if (protocol === HOCUSPOCUS) decoding.readVarString(decoder)
    const type = decoding.readVarUint(decoder)
    if (type !== SYNC && type !== SYNC_REPLY) return
    const answer = encoding.createEncoder()
    const step = sync.readSyncMessage(decoder, answer, this.doc, this)
    if (step === sync.messageYjsSyncStep1) {
      this.send((encoder) => encoding.writeUint8Array(encoder, encoding.toUint8Array(answer)))
    }
    if (step === sync.messageYjsSyncStep2) this.answered = true
    this.heard()
  }
}

/** Waits until something holds; whenever one of these hears something, it is looked at. */
function until(tabs, holds) {
  return new Promise((resolve) => {
    const look = () => {
      if (holds()) resolve()
    }
    for (const tab of tabs) tab.heard = look
    look()
  })
}

/** Moves each note once, and writes a word into one note after the other. */
function work(tab, who, edits) {
  for (let number = 0; number < edits; number++) {
    const note = tab.board.get(`${number % notes}`)
    if (number < notes) {
      note.set('at', place(who))
    } else {
      const text = note.get('text')
      text.insert(who === 'a' ? 0 : text.length, word(who, number))
    }
  }
}

function word(who, number) {
  return ` ${who}${String(number).padStart(4, '0')} `
}

/** Where somebody moves every note. */
function place(who) {
  return who === 'a' ? [1, 1] : [2, 2]
}

/** How many of somebody's words are in no note, how many of their places hold none. */
function lost(board, who, edits) {
  let [words, places] = [0, 0]
  for (let number = 0; number < edits; number++) {
    const note = board[number % notes]
    if (number >= notes) words += note.text.includes(word(who, number)) ? 0 : 1
    else places += note.at[0] === place(who)[0] ? 0 : 1
  }
  return [words, places]
}

async function merge(name) {
  const [away, there] = [new Tab(name), new Tab(name)]
  away.open()
  await away.inStep()
  for (let number = 0; number < notes; number++) {
    const note = new Y.Map([['at', [0, 0]], ['text', new Y.Text('Lire à deux')]])
    away.board.set(`${number}`, note)
  }
  await away.inStep()
  there.open()
  await there.inStep()
  await away.close()
  work(away, 'a', offline)
  work(there, 'b', meanwhile)
  await there.inStep()

  const start = performance.now()
  away.open()
  const state = (tab) => Buffer.from(Y.encodeStateVector(tab.doc))
  await until([away, there], () => state(away).equals(state(there)))
  const agreed = performance.now() - start

  const [board, other] = [away, there].map((tab) => tab.board.toJSON())
  if (!isDeepStrictEqual(board, other)) throw new Error('the two documents differ')
  const [ofAway, ofThere] = [lost(board, 'a', offline), lost(board, 'b', meanwhile)]
  console.log(agreed, ofAway[0] + ofThere[0], ofAway[1] + ofThere[1])
  await Promise.all([away.close(), there.close()])
}

for (let time = 0; time < times; time++) await merge(`board-${time}`)
