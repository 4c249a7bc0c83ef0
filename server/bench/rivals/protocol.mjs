// The frames that clients of Yjs send, to each of the servers that are measured. Those of
// Hocuspocus begin with the name of the board.
import * as encoding from 'lib0/encoding'
import * as sync from 'y-protocols/sync'

export const SYNC = 0
export const AWARENESS = 1
const AUTH = 2
const TOKEN = 0
export const HOCUSPOCUS = 'hocuspocus'

export function frame(protocol, name, write) {
  const encoder = encoding.createEncoder()
  if (protocol === HOCUSPOCUS) encoding.writeVarString(encoder, name)
  write(encoder)
  return encoding.toUint8Array(encoder)
}

/** Asks for what somebody does not have. */
export function asking(protocol, name, doc) {
  return frame(protocol, name, (encoder) => {
    encoding.writeVarUint(encoder, SYNC)
    sync.writeSyncStep1(encoder, doc)
  })
}

/** What somebody enters a board with: their token where one is wanted, then what they ask. */
export function entering(protocol, name, doc) {
  const asked = asking(protocol, name, doc)
  if (protocol !== HOCUSPOCUS) return [asked]
  const token = frame(protocol, name, (encoder) => {
    encoding.writeVarUint(encoder, AUTH)
    encoding.writeVarUint(encoder, TOKEN)
    encoding.writeVarString(encoder, 'token')
    encoding.writeVarString(encoder, '4.7.0')
  })
  return [token, asked]
}

/** Writes frames for the generator: before each its length in four bytes, the lowest first. */
export function print(frames) {
  const parts = frames.flatMap((bytes) => {
    const length = Buffer.alloc(4)
    length.writeUInt32LE(bytes.length)
    return [length, bytes]
  })
  process.stdout.write(Buffer.concat(parts))
}
