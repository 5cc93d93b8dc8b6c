import { defineConfig } from 'vitest/config'

export default defineConfig({
  define: { __CALIOPEN_VERSION__: '"0.0.0"' },
  test: {
    include: ['{app,core,main,storage,renderer,devtools}/**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', 'devtools/{e2e,faults,crash}/**'],
    // Tests start servers and processes of their own: two at a time is what two cores carry.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
