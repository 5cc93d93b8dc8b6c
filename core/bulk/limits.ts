export const limits = {
  /** rows read at once to find what is acted on: as many as a store gives */
  page: 500,
  /** rows of one step: so short that what a person does meanwhile waits no longer than a moment */
  step: 100,
} as const
