import { cosmosAddressOf, deriveKey, type EthAddress, ethAddressOf, mnemonicToSeed, secp256k1 } from '@pegzone/encoding'

/** One of the account's two keys, and the address it has on its chain. */
export interface KeyedAddress<A extends string> {
  readonly address: A
  /** Private key, 32 bytes. */
  readonly key: Uint8Array
}

/** A person or a service: one name, two chains, two keys. */
export interface WorldAccount {
  readonly name: string
  readonly ethereum: KeyedAddress<EthAddress>
  readonly cosmos: KeyedAddress<string>
}

export const developerNames = [
  'alice',
  'bob',
  'carol',
  'dave',
  'erin',
  'frank',
  'grace',
  'heidi',
  'ivan',
  'judy',
] as const

/** Accounts of the machinery. They are never handed to users and are listed apart. Order is permanent: it is the path. */
export const serviceNames = [
  'relayer',
  'validator',
  'operator',
  'solo',
  'attestor-1',
  'attestor-2',
  'attestor-3',
  'founders',
  'treasury',
] as const

export type ServiceName = (typeof serviceNames)[number]

export interface WorldAccounts {
  readonly developers: readonly WorldAccount[]
  readonly services: Readonly<Record<ServiceName, WorldAccount>>
}

/**
 * Every account of a world from one mnemonic. Developer i is m/44'/60'/0'/0/i and m/44'/118'/0'/0/i, as every wallet
 * derives them; services are on account branch 1 of the same trees, where no wallet looks by default.
 */
export function deriveAccounts(mnemonic: string, prefix: string): WorldAccounts {
  const seed = mnemonicToSeed(mnemonic)
  const account = (name: string, branch: number, index: number): WorldAccount => {
    const ethereumKey = deriveKey(seed, `m/44'/60'/${branch}'/0/${index}`)
    const cosmosKey = deriveKey(seed, `m/44'/118'/${branch}'/0/${index}`)
    return {
      name,
      ethereum: { address: ethAddressOf(ethereumKey), key: ethereumKey },
      cosmos: { address: cosmosAddressOf(secp256k1.publicKey(cosmosKey), prefix), key: cosmosKey },
    }
  }
  const services = Object.fromEntries(serviceNames.map((name, index) => [name, account(name, 1, index)]))
  return {
    developers: developerNames.map((name, index) => account(name, 0, index)),
    services: services as Record<ServiceName, WorldAccount>,
  }
}
