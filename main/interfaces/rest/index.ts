export { type RestServer, startRest } from './server.ts'
