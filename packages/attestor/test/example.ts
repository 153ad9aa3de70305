import { type ChainView, Journal, parseFinality, SoloProver } from '@pegzone/attestor'
import type { Database } from '@pegzone/ledger'

/** Tells `cosmos` what is twelve blocks deep on `ethereum`. */
export function openAttestor(ethereum: ChainView, cosmos: ChainView, key: Uint8Array, database: Database): SoloProver {
  const finality = parseFinality('confirmations:12')
  if (!finality.ok) throw new Error(finality.rejection.code)
  return new SoloProver({
    clientId: '06-solomachine-0',
    observed: ethereum,
    finality: finality.value,
    told: cosmos,
    key,
    journal: new Journal(database.keyspace('journal')),
    marginNs: 1_000_000_000n,
  })
}
