/** Every level of importance, the highest first. */
export const levels: readonly number[] = Array.from({ length: 21 }, (_, at) => 10 - at)
