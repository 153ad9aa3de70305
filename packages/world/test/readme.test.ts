import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { openWorld } from './example.ts'

it('opens as the README shows', async () => {
  const read = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8')
  expect(read('../README.md')).toContain(`\`\`\`ts\n${read('example.ts')}\`\`\``)
  const world = await openWorld()
  expect(world.books().lanes.every(({ balanced }) => balanced)).toBe(true)
  expect(world.clock.nextDue).toBeUndefined()
  await world.stop()
})
