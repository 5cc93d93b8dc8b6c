/**
 * The sum of the versions of the built-in components (built-in.test.ts holds them together). It stands by itself, so that
 * whoever only asks whether stored features are of now need not load the components.
 */
export const componentsVersion = 7
