export { fetchImage } from './fetch-image.ts'
export { leaveList } from './leave-list.ts'
