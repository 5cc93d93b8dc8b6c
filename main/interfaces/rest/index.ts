export { type RestOptions, type RestServer, startRest } from './server.ts'
