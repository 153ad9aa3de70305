import { registerDenom } from '@pegzone/ibc'
import { ok } from '@pegzone/outcome'
import { credit, testBank } from './bank.ts'
import { Coordinator, TestChain } from './chain.ts'
import { attestorsOf } from './keys.ts'
import { Endpoint, Path } from './path.ts'
import { AttestationProver, type SoloOptions, SoloProver } from './prover.ts'

export interface PegzoneOptions {
  readonly solo?: SoloOptions
  readonly holds?: boolean
  readonly lean?: boolean
}

/**
 * The world of design.md §4 in small: `ethereum` holds the tokens and knows Cosmos by attestors, `cosmos` mints
 * vouchers and knows Ethereum by a solo machine. Alice has a million of each token on Ethereum.
 */
export function pegzone({ solo, holds = false, lean = false }: PegzoneOptions = {}) {
  const time = new Coordinator()
  const ethereum = new TestChain(time, { chainId: '31337', lean, bank: testBank({ holds, mintable: false }) })
  const cosmos = new TestChain(time, { chainId: 'pegzone-1', revision: 1n, lean })
  const soloProver = new SoloProver(solo)
  const attestors = new AttestationProver(attestorsOf(3), 2)
  const a = new Endpoint(cosmos, soloProver, 'transfer')
  const b = new Endpoint(ethereum, attestors, 'transfer')
  const path = new Path(a, b).open()
  ethereum.must((state) => {
    for (const denom of ['dai', 'ixo', 'ixos']) credit(state, 'alice', denom, 1_000_000n)
    return ok()
  })
  cosmos.must((state) => {
    for (const denom of ['dai', 'ixo', 'ixos']) {
      const registered = registerDenom(state, { trace: `transfer/channel-0/${denom}`, denom: `ac${denom}` })
      if (!registered.ok) return registered
    }
    return ok()
  })
  ethereum.block()
  cosmos.block()
  return { time, ethereum, cosmos, path, onCosmos: a, onEthereum: b, solo: soloProver, attestors }
}
