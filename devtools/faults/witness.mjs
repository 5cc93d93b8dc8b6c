// Loaded into a program before anything else (`node --import`), in each of its threads: counts what Node asks of the system,
// below everything that JavaScript can do, and adds one line for each to the file of WITNESS_FILE when it happens.
import { createHook } from 'node:async_hooks'
import { appendFileSync } from 'node:fs'

const seen = { TCPCONNECTWRAP: 'connection', UDPSENDWRAP: 'datagram', GETADDRINFOREQWRAP: 'name', QUERYWRAP: 'name' }
const file = process.env.WITNESS_FILE

createHook({
  init(_, type) {
    const kind = seen[type]
    if (kind !== undefined) appendFileSync(file, `${kind}\n`)
  },
}).enable()
