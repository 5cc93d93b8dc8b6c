import { importanceLimits } from '../../components/index.ts'

const { min, max } = importanceLimits

/** Every level of importance, the highest first. */
export const levels: readonly number[] = Array.from({ length: max - min + 1 }, (_, at) => max - at)
