import { builtIn } from './built-in.ts'
import { testComponent } from './contract.suite.ts'

for (const component of builtIn) testComponent(component)
