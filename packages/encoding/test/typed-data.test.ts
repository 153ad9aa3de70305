import { TypedDataEncoder } from 'ethers'
import fc from 'fast-check'
import { hashTypedData } from 'viem'
import { describe, expect, it } from 'vitest'
import { bytesToHex, type Hex, typedDataDigest, typedDataHasher } from '../src/index.ts'

const bytes32 = fc.uint8Array({ minLength: 32, maxLength: 32 })
const u64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })

describe('EIP-712', () => {
  const types = {
    PacketAttestation: [
      { name: 'height', type: 'uint64' },
      { name: 'packets', type: 'PacketCompact[]' },
    ],
    PacketCompact: [
      { name: 'path', type: 'bytes32' },
      { name: 'commitment', type: 'bytes32' },
    ],
  }
  const contract: Hex = '0x00000000000000000000000000000000000000aa'
  const domain = { name: 'Pegzone', version: '1', chainId: 31337n, verifyingContract: contract }
  const { digest } = typedDataHasher(domain, types, 'PacketAttestation')

  it('digests an attestation as ethers and viem do', () => {
    fc.assert(
      fc.property(
        u64,
        fc.array(fc.record({ path: bytes32, commitment: bytes32 }), { maxLength: 4 }),
        (height, packets) => {
          const ours = bytesToHex(digest({ height, packets }))
          const message = {
            height,
            packets: packets.map(({ path, commitment }) => ({
              path: bytesToHex(path),
              commitment: bytesToHex(commitment),
            })),
          }
          expect(ours).toBe(TypedDataEncoder.hash(domain, types, message))
          expect(ours).toBe(hashTypedData({ domain, types, primaryType: 'PacketAttestation', message }))
        },
      ),
      { seed: 71, numRuns: 50 },
    )
  })

  it('digests every kind of member, nested types sorted by name', () => {
    const all = {
      Order: [
        { name: 'zone', type: 'Zone' },
        { name: 'legs', type: 'Leg[2]' },
        { name: 'memo', type: 'string' },
        { name: 'data', type: 'bytes' },
        { name: 'grid', type: 'uint8[][]' },
        { name: 'flag', type: 'bool' },
        { name: 'delta', type: 'int128' },
        { name: 'who', type: 'address' },
        { name: 'tag', type: 'bytes4' },
      ],
      Zone: [{ name: 'asset', type: 'Asset' }],
      Leg: [{ name: 'assets', type: 'Asset[]' }],
      Asset: [{ name: 'name', type: 'string' }],
    }
    const salt = new Uint8Array(32).fill(9)
    const asset = { name: 'é' }
    const plain = {
      zone: { asset },
      legs: [{ assets: [asset, asset] }, { assets: [] }],
      memo: 'm',
      grid: [[1n, 2n], []],
      flag: true,
      delta: -5n,
      who: contract,
    }
    const ours = typedDataDigest({ name: 'x', salt }, all, 'Order', {
      ...plain,
      data: Uint8Array.of(1),
      tag: Uint8Array.of(1, 2, 3, 4),
    })
    const theirs = TypedDataEncoder.hash({ name: 'x', salt: bytesToHex(salt) }, all, {
      ...plain,
      data: '0x01',
      tag: '0x01020304',
    })
    expect(bytesToHex(ours)).toBe(theirs)
  })

  it('digests types that contain themselves', () => {
    const tree = { Tree: [{ name: 'children', type: 'Tree[]' }] }
    const message = { children: [{ children: [] }, { children: [{ children: [] }] }] }
    // viem only: ethers refuses circular types
    expect(bytesToHex(typedDataDigest({}, tree, 'Tree', message))).toBe(
      hashTypedData({ domain: {}, types: tree, primaryType: 'Tree', message }),
    )
  })

  it('refuses what does not fit, loudly', () => {
    expect(() => digest({ height: 2n ** 64n, packets: [] })).toThrow(RangeError)
    expect(() => typedDataHasher(domain, types, 'Missing')).toThrow(TypeError)
    expect(() => typedDataHasher(domain, { A: [{ name: 'x', type: 'Missing' }] }, 'A')).toThrow(TypeError)
    expect(() => typedDataDigest({}, { A: [{ name: 'x', type: 'uint8[2]' }] }, 'A', { x: [1n] })).toThrow(RangeError)
  })
})
