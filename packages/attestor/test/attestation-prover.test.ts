import {
  ATTESTATION_TYPES,
  acknowledgementOf,
  attestation,
  attestationDomain,
  decodeAttestationProof,
  decodeStateProof,
  type Packet,
  packetAttestationDigest,
  stateAttestationDigest,
  ZERO_COMMITMENT,
} from '@pegzone/ibc'
import { TypedDataEncoder, verifyTypedData } from 'ethers'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { attestorsOf } from '../../ibc/test/harness/keys.ts'
import type { ProvenMessage, Statement } from '../src/index.ts'
import { openZone, SECOND, type Zone } from './harness/zone.ts'

const recv = (packet: Packet): Statement => ({ kind: 'recv', packet })
const attestors = attestorsOf(3)

function proofsOf(messages: readonly ProvenMessage[]): readonly Uint8Array[] {
  return messages.flatMap((each) => (each.type === 'update' ? [] : [each.proof]))
}

function stateOf({ ethereum }: Zone) {
  const state = attestation(ethereum.view, 'attestation-0')
  if (state === undefined) throw new Error('no client')
  return state
}

async function journalKeys({ keyspace }: Zone): Promise<readonly string[]> {
  const keys: string[] = []
  for await (const [key] of keyspace.range({ gte: 'attestation/', lt: 'attestation0' })) keys.push(key)
  return keys
}

describe('AttestationProver', () => {
  it('covers a batch with one proof, signed by as many as the threshold asks, and the client takes it', async () => {
    const zone = openZone()
    const packets = [1n, 2n, 3n].map((amount) => zone.send(zone.onCosmos, amount))
    const { messages, declined } = await zone.attestationProver().prove(packets.map(recv))
    expect(declined).toEqual([])
    const proofs = proofsOf(messages)
    expect(proofs).toHaveLength(3)
    expect(new Set(proofs).size).toBe(1) // one object: the endpoint sends it once
    const signed = decodeAttestationProof(proofs[0] as Uint8Array)
    expect(signed?.attestation.packets).toHaveLength(3)
    expect(signed?.signatures).toHaveLength(stateOf(zone).threshold)
    expect(zone.deliver(zone.onEthereum, messages)).toEqual({ ok: true, value: ['success', 'success', 'success'] })
  })

  it('covers receipts, acknowledgements and timeouts alike; timeouts are dated', async () => {
    const zone = openZone()
    const answered = zone.send(zone.onEthereum, 1n)
    zone.onCosmos.recv(answered)
    zone.cosmos.block()
    const acknowledgement = acknowledgementOf(zone.cosmos.view, zone.onCosmos.ref, answered.sequence) as Uint8Array
    const late = zone.send(zone.onEthereum, 2n, 10n * SECOND)
    const open = zone.send(zone.onCosmos, 3n)
    zone.cosmos.block(60n * SECOND)
    zone.cosmos.block()
    const { messages } = await zone
      .attestationProver()
      .prove([{ kind: 'ack', packet: answered, acknowledgement }, { kind: 'timeout', packet: late }, recv(open)])
    expect(messages.map(({ type }) => type)).toEqual(['update', 'ack', 'timeout', 'recv'])
    const [dated] = messages
    const head = zone.cosmos.ledger.head
    const state = dated?.type === 'update' ? decodeStateProof(dated.message.value)?.attestation : undefined
    expect(state).toEqual({ height: BigInt(head.height), timestamp: head.timeNs })
    const proofs = new Set(proofsOf(messages))
    expect(proofs.size).toBe(1)
    const [, absent] = decodeAttestationProof([...proofs][0] as Uint8Array)?.attestation.packets ?? []
    expect(absent?.commitment).toEqual(ZERO_COMMITMENT)
    expect(zone.deliver(zone.onEthereum, messages)).toEqual({
      ok: true,
      value: ['updated', 'success', 'success', 'success'],
    })
  })

  it('dates nothing where no timeout is', async () => {
    const zone = openZone()
    const { messages } = await zone.attestationProver().prove([recv(zone.send(zone.onCosmos, 1n))])
    expect(messages.map(({ type }) => type)).toEqual(['recv'])
  })

  it('dates one height twice in the same way', async () => {
    const zone = openZone()
    const packets = [1n, 2n].map((amount) => zone.send(zone.onEthereum, amount, 10n * SECOND))
    zone.cosmos.block(60n * SECOND)
    zone.cosmos.block()
    for (const packet of packets) {
      const { messages } = await zone.attestationProver().prove([{ kind: 'timeout', packet }])
      expect(zone.deliver(zone.onEthereum, messages)).toEqual({ ok: true, value: ['updated', 'success'] })
    }
    expect(stateOf(zone).frozen).toBe(false)
  })

  it.each([
    ['all three', [0, 1, 2]],
    ['any two', [0, 2]],
    ['any two, in any order', [2, 1]],
  ])('signs with %s', async (_, indices) => {
    const zone = openZone()
    const keys = indices.map((index) => attestors[index]?.key as Uint8Array)
    const { messages } = await zone.attestationProver(keys).prove([recv(zone.send(zone.onCosmos, 1n))])
    expect(zone.deliver(zone.onEthereum, messages).ok).toBe(true)
  })

  it.each([
    ['one of two', [attestors[0]?.key as Uint8Array]],
    ['none', []],
    ['strangers', attestorsOf(3, 'stranger').map(({ key }) => key)],
    [
      'one of two and strangers',
      [attestors[1]?.key as Uint8Array, ...attestorsOf(2, 'stranger').map(({ key }) => key)],
    ],
  ])('throws, and journals nothing, with keys of %s', async (_, keys) => {
    const zone = openZone()
    const statement = recv(zone.send(zone.onCosmos, 1n))
    await expect(zone.attestationProver(keys).prove([statement])).rejects.toThrow('asks for 2 attestors')
    expect(await journalKeys(zone)).toEqual([])
  })

  it('leaves strangers among its keys out', async () => {
    const zone = openZone()
    const keys = [...attestorsOf(2, 'stranger'), ...attestors].map(({ key }) => key)
    const { messages } = await zone.attestationProver(keys).prove([recv(zone.send(zone.onCosmos, 1n))])
    expect(zone.deliver(zone.onEthereum, messages).ok).toBe(true)
  })

  it('journals the digest before the proof leaves', async () => {
    const zone = openZone()
    const { messages } = await zone.attestationProver().prove([recv(zone.send(zone.onCosmos, 1n))])
    const signed = decodeAttestationProof(proofsOf(messages)[0] as Uint8Array)
    const { domain } = stateOf(zone)
    const digest =
      signed === undefined ? '' : Buffer.from(packetAttestationDigest(domain, signed.attestation)).toString('hex')
    expect((await journalKeys(zone)).map((key) => key.split('/').at(-1))).toEqual([digest])

    zone.keyspace.write = () => Promise.reject(new Error('disk full'))
    const next = zone.send(zone.onCosmos, 2n)
    await expect(zone.attestationProver().prove([recv(next)])).rejects.toThrow('disk full')
  })

  it('names a path once, however often it is asked for', async () => {
    const zone = openZone()
    const statement = recv(zone.send(zone.onCosmos, 1n))
    const { messages } = await zone.attestationProver().prove([statement, statement])
    expect(messages).toHaveLength(1)
    expect(zone.deliver(zone.onEthereum, messages).ok).toBe(true)
  })

  it('signs no more than holds: the rest is declined', async () => {
    const zone = openZone()
    const packet = zone.send(zone.onCosmos, 1n)
    const unsent = { ...packet, sequence: 9n }
    const { messages, declined } = await zone.attestationProver().prove([recv(unsent), recv(packet)])
    expect(declined).toEqual([{ statement: recv(unsent), reason: 'not-final' }])
    expect(zone.deliver(zone.onEthereum, messages).ok).toBe(true)
    expect(await zone.attestationProver().prove([recv(unsent)])).toMatchObject({ messages: [] })
  })
})

describe('what attestors sign', () => {
  const domain = { chainId: 31_337n, verifyingContract: '0x00000000000000000000000000000000000000aa' } as const
  const types = (names: readonly (keyof typeof ATTESTATION_TYPES)[]) =>
    Object.fromEntries(names.map((name) => [name, ATTESTATION_TYPES[name].map((field) => ({ ...field }))]))
  const u64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })
  const bytes32 = fc.uint8Array({ minLength: 32, maxLength: 32 })

  it('has the EIP-712 digest that ethers computes', () => {
    const packets = fc.array(fc.record({ path: bytes32, commitment: bytes32 }), { maxLength: 5 })
    fc.assert(
      fc.property(u64, u64, packets, (height, timestamp, list) => {
        const whole = attestationDomain(domain)
        const state = { height, timestamp }
        expect(Buffer.from(stateAttestationDigest(domain, state)).toString('hex')).toBe(
          TypedDataEncoder.hash(whole, types(['StateAttestation']), state).slice(2),
        )
        const batch = { height, packets: list }
        expect(Buffer.from(packetAttestationDigest(domain, batch)).toString('hex')).toBe(
          TypedDataEncoder.hash(whole, types(['PacketAttestation', 'PacketCompact']), batch).slice(2),
        )
      }),
      { seed: 503, numRuns: 50 },
    )
  })

  it('is verified by ethers: each signature is of an attestor', async () => {
    const zone = openZone()
    const { messages } = await zone.attestationProver().prove([recv(zone.send(zone.onCosmos, 1n))])
    const signed = decodeAttestationProof(proofsOf(messages)[0] as Uint8Array)
    if (signed === undefined) throw new Error('no proof')
    const whole = attestationDomain(stateOf(zone).domain)
    const signers = signed.signatures.map((signature) =>
      verifyTypedData(
        whole,
        types(['PacketAttestation', 'PacketCompact']),
        signed.attestation,
        `0x${Buffer.from(signature).toString('hex')}`,
      ).toLowerCase(),
    )
    expect(signers).toEqual(attestors.slice(0, 2).map(({ address }) => address))
  })
})
