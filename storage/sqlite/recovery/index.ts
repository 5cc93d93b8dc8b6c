export { inspect, setAside, suspect } from './inspect.ts'
export { type RebuildFacts, rebuildList, type SalvagedPlace } from './rebuild.ts'
export { salvage } from './salvage.ts'
