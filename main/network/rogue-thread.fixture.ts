import { connect } from 'node:net'
import { workerData } from 'node:worker_threads'
import { refuseEverything } from './index.ts'

/** A thread that wants to tell the world, as a library that was led astray would. */
refuseEverything()
connect(Number(workerData), '127.0.0.1').on('error', () => undefined)
