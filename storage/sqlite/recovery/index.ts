export { inspect, setAside, suspect } from './inspect.ts'
export { type Salvaged, type SalvagedPlace, salvage } from './salvage.ts'
