import {
  buildCosmosTx,
  cosmosAddressOf,
  cosmosPath,
  DEV_MNEMONIC,
  deriveKey,
  mnemonicToSeed,
  secp256k1,
} from '@pegzone/encoding'
import { MsgSend } from 'cosmjs-types/cosmos/bank/v1beta1/tx'
import type { CosmosGenesis } from '../src/index.ts'

export function report(name: string, value: number, unit: string, detail: string): void {
  process.stdout.write(`${JSON.stringify({ name, value, unit, detail })}\n`)
}

const known: { readonly key: Uint8Array; readonly address: string }[] = []

export function people(count: number): typeof known {
  const seed = mnemonicToSeed(DEV_MNEMONIC)
  while (known.length < count) {
    const key = deriveKey(seed, cosmosPath(known.length))
    known.push({ key, address: cosmosAddressOf(secp256k1.publicKey(key), 'ixo') })
  }
  return known.slice(0, count)
}

export function genesis(senders: number): CosmosGenesis {
  return {
    chainId: 'bench-1',
    prefix: 'ixo',
    balances: people(senders).map(({ address }) => ({
      address,
      coins: [{ denom: 'acixo', amount: '1000000000000000000000000' }],
    })),
  }
}

const signed = new Map<string, Uint8Array[]>()

/** Sends around the ring of senders, each with its next sequence. */
export function preSigned(senders: number, count: number): readonly Uint8Array[] {
  const name = `${senders}/${count}`
  const made = signed.get(name)
  if (made !== undefined) return made
  const ring = people(senders)
  const load = Array.from({ length: count }, (_, i) => {
    const from = ring[i % senders]!
    const value = MsgSend.encode({
      fromAddress: from.address,
      toAddress: ring[(i + 7) % senders]!.address,
      amount: [{ denom: 'acixo', amount: String(1000 + i) }],
    }).finish()
    return buildCosmosTx({
      msgs: [{ typeUrl: '/cosmos.bank.v1beta1.MsgSend', value }],
      fee: { amount: [{ denom: 'acixo', amount: '2500' }], gasLimit: 100_000n },
      chainId: 'bench-1',
      accountNumber: BigInt(i % senders),
      sequence: BigInt(Math.floor(i / senders)),
      key: from.key,
    })
  })
  signed.set(name, load)
  return load
}
