export { pagePolicy } from './pages.ts'
export { type RestOptions, type RestServer, startRest } from './server.ts'
