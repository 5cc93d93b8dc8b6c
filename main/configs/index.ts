export { type ConfigSources, type ReadConfig, readConfig, thisComputer } from './read.ts'
export { type Config, type ConfigKey, configKeys, type Origin } from './schema.ts'
