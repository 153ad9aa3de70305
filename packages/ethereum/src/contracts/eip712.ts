import { type EthAddress, type TypedDataHasher, typedDataHasher } from '@pegzone/encoding'

const DOMAIN_VERSION = '1'

const permitTypes = {
  Permit: [
    { name: 'owner', type: 'address' },
    { name: 'spender', type: 'address' },
    { name: 'value', type: 'uint256' },
    { name: 'nonce', type: 'uint256' },
    { name: 'deadline', type: 'uint256' },
  ],
}

/** Where a signature counts: one contract on one chain (EIP-712). */
export interface Domain {
  readonly name: string
  readonly chainId: bigint
  readonly verifyingContract: EthAddress
}

/** Compiled once per domain; a function of its key alone. */
const hashers = new Map<string, TypedDataHasher>()

/** Hashes permits (EIP-2612) of one token on one chain. */
export function permitHasher({ name, chainId, verifyingContract }: Domain): TypedDataHasher {
  const key = `${chainId}/${verifyingContract}/${name}`
  const known = hashers.get(key)
  if (known !== undefined) return known
  const made = typedDataHasher({ name, version: DOMAIN_VERSION, chainId, verifyingContract }, permitTypes, 'Permit')
  hashers.set(key, made)
  return made
}

/** The answer of `eip712Domain()` (EIP-5267): name, version, chain id and contract are used, no salt, no extensions. */
export function domainAnswer({ name, chainId, verifyingContract }: Domain) {
  return [Uint8Array.of(0x0f), name, DOMAIN_VERSION, chainId, verifyingContract, new Uint8Array(32), []] as const
}
