import { x } from '../memory/engine.ts'
export const planted = x
