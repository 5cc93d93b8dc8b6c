/** Lets others have their turn: what goes through the whole book does it in slices. */
export const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0))
