// Serves Hocuspocus as it comes, on the port that PORT names.
import { Server } from '@hocuspocus/server'

const server = new Server({ address: '127.0.0.1', port: Number(process.env.PORT), quiet: true })
await server.listen()
