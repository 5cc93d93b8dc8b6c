export { type About, Inspector, type Topic } from './Inspector.tsx'
