export { type ReadConfig, readConfig, thisComputer } from './read.ts'
export { type Config, configKeys } from './schema.ts'
