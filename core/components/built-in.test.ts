import { expect, test } from 'vitest'
import { builtIn } from './built-in.ts'
import { testComponent } from './contract.suite.ts'
import { createRegistry } from './registry.ts'
import { componentsVersion } from './version.ts'

for (const component of builtIn) testComponent(component)

test('stored features are known to be of the components of now', () => {
  expect(componentsVersion).toBe(createRegistry(builtIn).version)
})
