export { readScripts } from './read-scripts.ts'
