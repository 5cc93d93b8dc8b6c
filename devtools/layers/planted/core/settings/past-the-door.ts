import { y } from '../messages/inner.ts'
export const planted = y
