import { readFileSync } from 'node:fs'
import { createMapDatabase } from '@pegzone/ledger'
import { expect, it } from 'vitest'
import { keyOf } from '../../ibc/test/harness/keys.ts'
import { openAttestor } from './example.ts'
import { openZone } from './harness/zone.ts'

it('the example of the README is this file, and signs after twelve blocks', async () => {
  const read = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8')
  expect(read('../README.md')).toContain(`\`\`\`ts\n${read('example.ts')}\`\`\``)

  const zone = openZone()
  const attestor = openAttestor(zone.views.ethereum, zone.views.cosmos, keyOf('solo'), createMapDatabase())
  const packet = zone.send(zone.onEthereum, 1n)
  for (let block = 0; block < 11; block++) zone.ethereum.block()
  expect(await attestor.prove([{ kind: 'recv', packet }])).toMatchObject({ messages: [] })
  zone.ethereum.block()
  const { messages } = await attestor.prove([{ kind: 'recv', packet }])
  expect(zone.deliver(zone.onCosmos, messages)).toEqual({ ok: true, value: ['success'] })
})
