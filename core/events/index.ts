export { createEvents } from './hub.ts'
export { touched } from './touched.ts'
