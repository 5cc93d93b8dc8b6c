export { createEvents } from './hub.ts'
export { maxEventIds, touched } from './touched.ts'
