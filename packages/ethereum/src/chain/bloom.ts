import { type Hex, hexToBytes, keccak256 } from '@pegzone/encoding'

const BLOOM_BYTES = 256
const CACHE_LIMIT = 20_000

/** Bits of addresses and topics seen before: the same few come again in every block. */
const bitsOf = new Map<Hex, readonly [number, number, number]>()

export interface BloomLog {
  readonly address: Hex
  readonly topics: readonly Hex[]
}

/** The 2048-bit filter over the addresses and topics of the logs (yellow paper, 4.3.1). */
export function bloomOf(logs: Iterable<BloomLog>): Uint8Array {
  const bloom = new Uint8Array(BLOOM_BYTES)
  for (const { address, topics } of logs) {
    addBits(bloom, address)
    for (const topic of topics) addBits(bloom, topic)
  }
  return bloom
}

/** False: the address or topic is certainly in no log below the bloom. */
export function mayContain(bloom: Uint8Array, item: Hex): boolean {
  return bits(item).every((bit) => (bloom[BLOOM_BYTES - 1 - (bit >> 3)]! & (1 << (bit & 7))) !== 0)
}

function addBits(bloom: Uint8Array, item: Hex): void {
  for (const bit of bits(item)) bloom[BLOOM_BYTES - 1 - (bit >> 3)]! |= 1 << (bit & 7)
}

function bits(item: Hex): readonly [number, number, number] {
  const known = bitsOf.get(item)
  if (known !== undefined) return known
  const hash = keccak256(hexToBytes(item))
  const pair = (at: number) => ((hash[at]! << 8) | hash[at + 1]!) & 2047
  const found = [pair(0), pair(2), pair(4)] as const
  if (bitsOf.size >= CACHE_LIMIT) bitsOf.clear()
  bitsOf.set(item, found)
  return found
}
