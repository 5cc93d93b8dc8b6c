export { inspect, setAside, suspect } from './inspect.ts'
export { type RebuildFacts, rebuildList, type SalvagedPlace } from './rebuild.ts'
export { openDamaged, readable, salvage } from './salvage.ts'
