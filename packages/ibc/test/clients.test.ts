import { concatBytes, fromHex, secp256k1, sha256, toHex, utf8ToBytes } from '@pegzone/encoding'
import {
  ATTESTATION_TYPES,
  type AttestationState,
  attestation,
  attestationClientState,
  attestationConsensusState,
  attestationDomain,
  attestationMisbehaviour,
  attestationStateCodec,
  attestedCommitment,
  attestedPath,
  encodeAttestationProof,
  encodeSoloProof,
  KEPT_HEIGHTS,
  mockClientState,
  mockConsensusState,
  type Packet,
  type PacketAttestation,
  packetAttestationDigest,
  packetCommitment,
  setAllowedClients,
  soloClient,
  soloClientState,
  soloConsensusState,
  soloHeader,
  soloHeaderStatement,
  soloMisbehaviour,
  soloMultiSignature,
  soloPublicKey,
  soloSignBytes,
  soloSingleSignature,
  stateAttestationDigest,
} from '@pegzone/ibc'
import { ok } from '@pegzone/outcome'
import { SignBytes } from 'cosmjs-types/ibc/lightclients/solomachine/v3/solomachine'
import { TypedDataEncoder, verifyTypedData } from 'ethers'
import { describe, expect, it } from 'vitest'
import { attestorsOf, keyOf, malleated, sign65 } from './harness/keys.ts'
import { commitmentPath, transfer } from './harness/path.ts'
import { pegzone } from './harness/pegzone.ts'
import { DOMAIN, SoloProver } from './harness/prover.ts'

function sent(outcome: ReturnType<typeof transfer>): Packet {
  if (!outcome.ok) throw new Error(outcome.rejection.code)
  return outcome.value.packet
}

/** `packet` is the one submitted, if it is not the real one. */
type Forgery = readonly [name: string, proof: Uint8Array, code: string, packet?: Packet]

describe('solo machine: a forged proof is refused, and nothing changes', () => {
  const world = pegzone()
  const { cosmos, onCosmos, onEthereum, solo } = world
  const packet = sent(transfer(onEthereum, { denom: 'dai', amount: 5n }))
  const client = soloClient(cosmos.view, onCosmos.clientId)!
  const good = { sequence: client.sequence, timestamp: world.ethereum.host.timeNs, diversifier: 'pegzone' }
  const statement = { ...good, path: commitmentPath(packet), data: packetCommitment(packet) }
  const signed = (over: Partial<typeof statement> = {}, key = keyOf('solo')) =>
    soloSingleSignature(secp256k1.sign(sha256(soloSignBytes({ ...statement, ...over })), key).signature)
  const proof = (signature: Uint8Array, timestamp = statement.timestamp) => encodeSoloProof(signature, timestamp)
  const path = commitmentPath(packet)

  const forgeries: readonly Forgery[] = [
    ['an empty proof', new Uint8Array(), 'IBC_PROOF_MALFORMED'],
    ['bytes that are no proof', fromHex('ffffffff'), 'IBC_PROOF_MALFORMED'],
    ['a proof without signature', proof(new Uint8Array()), 'IBC_PROOF_MALFORMED'],
    ['signature data that is noise', proof(fromHex('ffff')), 'IBC_PROOF_SIGNATURE_INVALID'],
    ['another key', proof(signed({}, keyOf('thief'))), 'IBC_PROOF_SIGNATURE_INVALID'],
    ['the next sequence', proof(signed({ sequence: good.sequence + 1n })), 'IBC_PROOF_SIGNATURE_INVALID'],
    ['a used sequence', proof(signed({ sequence: good.sequence - 1n })), 'IBC_PROOF_SIGNATURE_INVALID'],
    ['another diversifier', proof(signed({ diversifier: 'other zone' })), 'IBC_PROOF_SIGNATURE_INVALID'],
    ['a prefixed path', proof(signed({ path: `/ibc/${path}` })), 'IBC_PROOF_SIGNATURE_INVALID'],
    ['another path', proof(signed({ path: path.replace(/\d+$/, '2') })), 'IBC_PROOF_SIGNATURE_INVALID'],
    ['an absence', proof(signed({ data: new Uint8Array() })), 'IBC_PROOF_SIGNATURE_INVALID'],
    ['a timestamp other than signed', proof(signed(), statement.timestamp + 1n), 'IBC_PROOF_SIGNATURE_INVALID'],
    [
      'a time before the client',
      proof(signed({ timestamp: client.timestamp - 1n }), client.timestamp - 1n),
      'IBC_PROOF_TIMESTAMP_OLD',
    ],
    [
      'the malleated twin',
      proof(soloSingleSignature(malleated(secp256k1.sign(sha256(soloSignBytes(statement)), keyOf('solo')).signature))),
      'IBC_PROOF_SIGNATURE_INVALID',
    ],
    [
      'multi data for a single key',
      proof(
        soloMultiSignature(
          1,
          new Map([[0, secp256k1.sign(sha256(soloSignBytes(statement)), keyOf('solo')).signature]]),
        ),
      ),
      'IBC_PROOF_SIGNATURE_INVALID',
    ],
    ['altered data', proof(signed()), 'IBC_PROOF_SIGNATURE_INVALID', { ...packet, data: utf8ToBytes('{}') }],
    [
      'a longer timeout',
      proof(signed()),
      'IBC_PROOF_SIGNATURE_INVALID',
      { ...packet, timeoutTimestamp: packet.timeoutTimestamp + 1n },
    ],
    ['another sequence of the packet', proof(signed()), 'IBC_PROOF_SIGNATURE_INVALID', { ...packet, sequence: 2n }],
  ]

  it.each(forgeries.map((row) => [row[0], row] as const))('%s', (_name, [, forged, code, forgedPacket = packet]) => {
    const rows = JSON.stringify(cosmos.ledger.export())
    const outcome = onCosmos.recv(forgedPacket, {
      proof: forged,
      proofHeight: { revisionNumber: 0n, revisionHeight: 0n },
    })
    expect(outcome).toMatchObject({ ok: false, rejection: { code } })
    expect(JSON.stringify(cosmos.ledger.export())).toBe(rows)
  })

  it('while the real one passes, whatever height it names', () => {
    const proofHeight = { revisionNumber: 7n, revisionHeight: 99n }
    expect(onCosmos.recv(packet, { proof: proof(signed()), proofHeight })).toMatchObject({
      value: { result: 'success' },
    })
    expect(soloClient(cosmos.view, onCosmos.clientId)).toMatchObject({
      sequence: good.sequence + 1n,
      timestamp: good.timestamp,
    })
    expect(solo.keys).toHaveLength(1)
  })
})

describe('solo machine: keys, headers, evidence', () => {
  it('signs the protobuf of ibc-go: sequence, timestamp, diversifier, raw key path, data', () => {
    const path = 'commitments/ports/transfer/channels/channel-0/sequences/1'
    const bytes = soloSignBytes({ sequence: 3n, timestamp: 9n, diversifier: 'd', path, data: Uint8Array.of(7) })
    expect(toHex(bytes)).toBe(toHex(manualSignBytes(path)))
    expect(SignBytes.decode(bytes)).toEqual({
      sequence: 3n,
      timestamp: 9n,
      diversifier: 'd',
      path: utf8ToBytes(path),
      data: Uint8Array.of(7),
    })
  })

  /** Field by field: 1 varint, 2 varint, 3 text, 4 bytes, 5 bytes. */
  function manualSignBytes(path: string): Uint8Array {
    const raw = utf8ToBytes(path)
    return concatBytes(fromHex('080310091a0164'), Uint8Array.of(0x22, raw.length), raw, fromHex('2a0107'))
  }

  it('takes a heartbeat header under the same key, and rotates to another', () => {
    const { cosmos, ethereum, onCosmos, onEthereum } = pegzone()
    const before = soloClient(cosmos.view, onCosmos.clientId)!
    onCosmos.update()
    expect(soloClient(cosmos.view, onCosmos.clientId)).toEqual({
      ...before,
      sequence: before.sequence + 1n,
      timestamp: ethereum.host.timeNs,
    })
    const client = soloClient(cosmos.view, onCosmos.clientId)!
    const newKey = keyOf('solo after rotation')
    const header = {
      timestamp: client.timestamp,
      newPublicKey: soloPublicKey(secp256k1.publicKey(newKey)),
      newDiversifier: 'second',
    }
    const signBytes = soloSignBytes(soloHeaderStatement(client, header))
    const message = (key: Uint8Array) =>
      soloHeader({ ...header, signature: soloSingleSignature(secp256k1.sign(sha256(signBytes), key).signature) })
    const update = (key: Uint8Array) =>
      cosmos.run((state, host) =>
        cosmos.ibc.updateClient(state, host, { clientId: onCosmos.clientId, clientMessage: message(key) }),
      )
    expect(update(newKey)).toMatchObject({ rejection: { code: 'IBC_HEADER_INVALID' } })
    expect(update(keyOf('solo'))).toMatchObject({ ok: true, value: { frozen: false } })
    const packet = sent(transfer(onEthereum, { denom: 'dai', amount: 1n }))
    expect(onCosmos.recv(packet)).toMatchObject({ rejection: { code: 'IBC_PROOF_SIGNATURE_INVALID' } })
    const rotated = new SoloProver({ keys: [newKey], diversifier: 'second' })
    const [proven] = rotated.prove(ethereum, cosmos, onCosmos.clientId, [commitmentPath(packet)])
    expect(onCosmos.recv(packet, proven!)).toMatchObject({ value: { result: 'success' } })
  })

  it('freezes on two statements at one sequence, and only then', () => {
    const { cosmos, onCosmos, onEthereum, solo } = pegzone()
    const client = soloClient(cosmos.view, onCosmos.clientId)!
    const entry = (path: string, data: Uint8Array, sequence = 9n) => {
      const statement = { sequence, timestamp: client.timestamp, diversifier: client.diversifier, path, data }
      return { path, data, timestamp: client.timestamp, signature: solo.sign(soloSignBytes(statement)) }
    }
    const submit = (one: ReturnType<typeof entry>, two: ReturnType<typeof entry>) =>
      cosmos.run((state, host) =>
        cosmos.ibc.updateClient(state, host, {
          clientId: onCosmos.clientId,
          clientMessage: soloMisbehaviour(9n, one, two),
        }),
      )
    const a = entry('commitments/x', Uint8Array.of(1))
    const invalid = { rejection: { code: 'IBC_MISBEHAVIOUR_INVALID' } }
    expect(submit(a, a)).toMatchObject(invalid)
    expect(submit(a, { ...entry('commitments/x', Uint8Array.of(1)), signature: a.signature })).toMatchObject(invalid)
    expect(submit(a, entry('commitments/x', new Uint8Array()))).toMatchObject(invalid)
    expect(submit(a, entry('commitments/x', Uint8Array.of(2), 8n))).toMatchObject(invalid)
    expect(cosmos.ibc.clientStatus(cosmos.view, cosmos.host, onCosmos.clientId)).toBe('Active')
    expect(submit(a, entry('commitments/x', Uint8Array.of(2)))).toEqual(ok({ heights: [], frozen: true }))
    expect(cosmos.ibc.clientStatus(cosmos.view, cosmos.host, onCosmos.clientId)).toBe('Frozen')
    expect(cosmos.events.at(-1)).toMatchObject({ type: 'client_misbehaviour', clientId: onCosmos.clientId })
    // A frozen client verifies nothing and lets nothing be sent.
    const packet = sent(transfer(onEthereum, { denom: 'dai', amount: 1n }))
    expect(onCosmos.recv(packet)).toMatchObject({ rejection: { code: 'IBC_CLIENT_NOT_ACTIVE' } })
    expect(transfer(onCosmos, { denom: 'acdai', amount: 1n, sender: 'bob' })).toMatchObject({ ok: false })
  })

  it('checks a threshold key as the SDK does', () => {
    const keys = ['one', 'two', 'three'].map(keyOf)
    const { cosmos, ethereum, onCosmos, onEthereum } = pegzone({ solo: { keys, threshold: 2 } })
    const packet = sent(transfer(onEthereum, { denom: 'dai', amount: 1n }))
    const { sequence, diversifier } = soloClient(cosmos.view, onCosmos.clientId)!
    const timestamp = ethereum.host.timeNs
    const data = packetCommitment(packet)
    const signBytes = soloSignBytes({ sequence, timestamp, diversifier, path: commitmentPath(packet), data })
    const by = (...signers: readonly number[]) =>
      new Map(signers.map((i) => [i, secp256k1.sign(sha256(signBytes), keys[i]!).signature] as const))
    const recv = (signature: Uint8Array) =>
      onCosmos.recv(packet, {
        ...onCosmos.proveOne(commitmentPath(packet)),
        proof: encodeSoloProof(signature, timestamp),
      })
    const invalid = { rejection: { code: 'IBC_PROOF_SIGNATURE_INVALID' } }
    expect(recv(soloMultiSignature(3, by(1)))).toMatchObject(invalid)
    expect(recv(soloMultiSignature(2, by(0, 1)))).toMatchObject(invalid)
    expect(recv(soloMultiSignature(8, by(0, 1)))).toMatchObject(invalid)
    expect(recv(soloSingleSignature(by(0).get(0)!))).toMatchObject(invalid)
    const swapped = new Map([
      [0, by(2).get(2)!],
      [2, by(0).get(0)!],
    ])
    expect(recv(soloMultiSignature(3, swapped))).toMatchObject(invalid)
    expect(recv(soloMultiSignature(3, by(0, 2)))).toMatchObject({ value: { result: 'success' } })
  })
})

describe('attestation: digests', () => {
  const packets = [{ path: attestedPath('acks/x'), commitment: sha256(utf8ToBytes('y')) }]

  it('are those of EIP-712, as ethers has them', () => {
    const domain = { ...attestationDomain(DOMAIN) }
    const { StateAttestation, PacketAttestation, PacketCompact } = ATTESTATION_TYPES
    const state = { height: 5n, timestamp: 1_700_000_000_000_000_000n }
    expect(`0x${toHex(stateAttestationDigest(DOMAIN, state))}`).toBe(
      TypedDataEncoder.hash(domain, { StateAttestation }, state),
    )
    expect(`0x${toHex(packetAttestationDigest(DOMAIN, { height: 5n, packets }))}`).toBe(
      TypedDataEncoder.hash(domain, { PacketAttestation, PacketCompact }, { height: 5n, packets }),
    )
    const [signer] = attestorsOf(1)
    const signature = `0x${toHex(sign65(stateAttestationDigest(DOMAIN, state), signer!.key))}`
    expect(verifyTypedData(domain, { StateAttestation }, state, signature).toLowerCase()).toBe(signer!.address)
  })

  it('take 32-byte values as they are and hash the others', () => {
    const value = sha256(Uint8Array.of(1))
    expect(attestedCommitment(value)).toBe(value)
    expect(attestedCommitment(Uint8Array.of(1))).toHaveLength(32)
  })
})

describe('attestation: a forged proof is refused, and nothing changes', () => {
  const { ethereum, cosmos, onCosmos, onEthereum, attestors } = pegzone()
  const seed = sent(transfer(onEthereum, { denom: 'dai', amount: 50n }))
  onCosmos.recv(seed)
  const packet = sent(transfer(onCosmos, { denom: 'acdai', amount: 5n, sender: 'bob' }))
  const height = cosmos.host.height + 1n
  const proofHeight = { revisionNumber: 1n, revisionHeight: height }
  const entry = { path: attestedPath(commitmentPath(packet)), commitment: packetCommitment(packet) }
  const statement: PacketAttestation = { height, packets: [entry] }
  const [one, two, three] = attestors.attestors
  const outsider = attestorsOf(1, 'outsider')[0]!
  const digest = packetAttestationDigest(DOMAIN, statement)
  const by = (...signers: readonly { readonly key: Uint8Array }[]) => signers.map(({ key }) => sign65(digest, key))
  const proof = (signatures: readonly Uint8Array[], attestation: PacketAttestation = statement) =>
    encodeAttestationProof({ attestation, signatures })
  const signedFor = (attestation: PacketAttestation, domain = DOMAIN) =>
    proof(
      [one!, two!].map(({ key }) => sign65(packetAttestationDigest(domain, attestation), key)),
      attestation,
    )
  const good = proof(by(one!, two!))
  const flipped = good.slice()
  flipped[40]! ^= 1

  const forgeries: readonly Forgery[] = [
    ['no proof', new Uint8Array(), 'IBC_PROOF_MALFORMED'],
    ['a truncated proof', good.slice(0, -32), 'IBC_PROOF_MALFORMED'],
    ['a proof with a tail', concatBytes(good, new Uint8Array(32)), 'IBC_PROOF_MALFORMED'],
    ['an altered offset', flipped, 'IBC_PROOF_MALFORMED'],
    ['more signatures than attestors', proof(by(one!, two!, three!, one!)), 'IBC_PROOF_MALFORMED'],
    ['one path twice', signedFor({ height, packets: [entry, entry] }), 'IBC_PROOF_MALFORMED'],
    ['too few signatures', proof(by(one!)), 'IBC_PROOF_THRESHOLD_NOT_REACHED'],
    ['no signatures', proof([]), 'IBC_PROOF_THRESHOLD_NOT_REACHED'],
    ['one signer twice', proof(by(one!, one!)), 'IBC_PROOF_SIGNER_REPEATED'],
    ['signers out of order', proof(by(two!, one!)), 'IBC_PROOF_SIGNATURES_UNSORTED'],
    ['an outsider', proof(by(one!, outsider)), 'IBC_PROOF_SIGNER_UNKNOWN'],
    ['a malleated signature', proof([by(one!)[0]!, malleated(by(two!)[0]!)]), 'IBC_PROOF_SIGNATURE_MALLEABLE'],
    [
      'v as 0 or 1',
      proof([...by(one!), Uint8Array.of(...by(two!)[0]!.slice(0, 64), by(two!)[0]![64]! - 27)]),
      'IBC_PROOF_SIGNATURE_MALLEABLE',
    ],
    [
      '64-byte signatures',
      proof(by(one!, two!).map((signature) => signature.slice(0, 64))),
      'IBC_PROOF_SIGNATURE_INVALID',
    ],
    [
      'a signature of zeros',
      proof([...by(one!), Uint8Array.of(...new Uint8Array(64), 27)]),
      'IBC_PROOF_SIGNATURE_INVALID',
    ],
    ['another chain id', signedFor(statement, { ...DOMAIN, chainId: 1n }), 'IBC_PROOF_SIGNER_UNKNOWN'],
    [
      'another contract',
      signedFor(statement, { ...DOMAIN, verifyingContract: `0x${'ab'.repeat(20)}` }),
      'IBC_PROOF_SIGNER_UNKNOWN',
    ],
    ['a height other than named', signedFor({ ...statement, height: height + 1n }), 'IBC_PROOF_HEIGHT_MISMATCH'],
    ['nothing about the path', signedFor({ height, packets: [] }), 'IBC_PROOF_PATH_MISSING'],
    [
      'an absence',
      signedFor({ height, packets: [{ ...entry, commitment: new Uint8Array(32) }] }),
      'IBC_PROOF_VALUE_MISMATCH',
    ],
    ['altered data', good, 'IBC_PROOF_VALUE_MISMATCH', { ...packet, data: utf8ToBytes('{}') }],
    ['another sequence of the packet', good, 'IBC_PROOF_PATH_MISSING', { ...packet, sequence: 2n }],
  ]

  it.each(forgeries.map((row) => [row[0], row] as const))('%s', (_name, [, forged, code, forgedPacket = packet]) => {
    const rows = JSON.stringify(ethereum.ledger.export())
    // Twice: the remembered verdict must be the same.
    for (let i = 0; i < 2; i++) {
      const outcome = onEthereum.recv(forgedPacket, { proof: forged, proofHeight })
      expect(outcome).toMatchObject({ ok: false, rejection: { code } })
    }
    expect(JSON.stringify(ethereum.ledger.export())).toBe(rows)
  })

  it('while the real one passes, also with every attestor', () => {
    const outcome = onEthereum.recv(packet, { proof: proof(by(one!, two!, three!)), proofHeight })
    expect(outcome).toMatchObject({ value: { result: 'success' } })
    expect(onEthereum.recv(packet, { proof: good, proofHeight })).toEqual(ok({ result: 'noop' }))
  })
})

describe('attestation: headers and evidence', () => {
  function world() {
    const zone = pegzone()
    const { ethereum, onEthereum, attestors } = zone
    const { clientId } = onEthereum
    const client = attestation(ethereum.view, clientId)!
    const time = ethereum.ibc.timestampAt(ethereum.view, clientId, {
      revisionNumber: 1n,
      revisionHeight: client.latestHeight,
    })!
    const submit = (clientMessage: ReturnType<typeof attestors.stateHeader>) =>
      ethereum.run((state, host) => ethereum.ibc.updateClient(state, host, { clientId, clientMessage }))
    const header = (height: bigint, timestamp: bigint) => attestors.stateHeader({ height, timestamp })
    return { ...zone, clientId, latest: client.latestHeight, time, submit, header }
  }
  const frozen = ok({ heights: [], frozen: true })

  it('learns heights in any order, forgets the oldest beyond a bound', () => {
    const { ethereum, clientId, latest, time, submit, header } = world()
    for (let n = KEPT_HEIGHTS + 10n; n > KEPT_HEIGHTS; n--) submit(header(latest + 2n * n, time + 2n * n))
    for (let n = 1n; n <= KEPT_HEIGHTS; n++) expect(submit(header(latest + 2n * n, time + 2n * n)).ok).toBe(true)
    const at = (revisionHeight: bigint) =>
      ethereum.ibc.timestampAt(ethereum.view, clientId, { revisionNumber: 1n, revisionHeight })
    expect(attestation(ethereum.view, clientId)?.latestHeight).toBe(latest + 2n * (KEPT_HEIGHTS + 10n))
    expect(at(latest + 2n * (KEPT_HEIGHTS + 10n))).toBe(time + 2n * (KEPT_HEIGHTS + 10n))
    expect(at(latest)).toBeUndefined()
    expect(at(latest + 2n * KEPT_HEIGHTS)).toBe(time + 2n * KEPT_HEIGHTS)
    ethereum.block()
    expect(ethereum.ledger.export().tables['attestation/times']).toHaveLength(Number(KEPT_HEIGHTS))
  })

  it('takes the same header again', () => {
    const { latest, time, submit, header } = world()
    expect(submit(header(latest, time))).toMatchObject({ value: { frozen: false } })
  })

  it.each([
    ['another time for a known height', 0n, 1n],
    ['a later height that is not later', 1n, 0n],
    ['an earlier height that is not earlier', -1n, 0n],
  ])('freezes on %s', (_name, dHeight, dTime) => {
    const { ethereum, onEthereum, latest, time, submit, header } = world()
    expect(submit(header(latest + dHeight, time + dTime))).toEqual(frozen)
    expect(submit(header(latest + 9n, time + 9n))).toMatchObject({ rejection: { code: 'IBC_CLIENT_NOT_ACTIVE' } })
    expect(transfer(onEthereum, { denom: 'dai', amount: 1n })).toMatchObject({
      rejection: { code: 'IBC_CLIENT_NOT_ACTIVE', status: 'Frozen' },
    })
    expect(ethereum.ibc.clientStatus(ethereum.view, ethereum.host, 'attestation-7')).toBe('Unknown')
  })

  it('freezes on evidence of two contradicting attestations, and only then', () => {
    const { attestors, latest, time, submit } = world()
    const signed = (height: bigint, path: string, byte: number) => {
      const statement = { height, packets: [{ path: attestedPath(path), commitment: new Uint8Array(32).fill(byte) }] }
      const signatures = attestors.signatures(packetAttestationDigest(DOMAIN, statement))
      return encodeAttestationProof({ attestation: statement, signatures })
    }
    const head = (height: bigint, timestamp: bigint) => attestors.stateHeader({ height, timestamp }).value
    const invalid = { rejection: { code: 'IBC_MISBEHAVIOUR_INVALID' } }
    expect(submit(attestationMisbehaviour('packets', signed(5n, 'x', 1), signed(5n, 'x', 1)))).toMatchObject(invalid)
    expect(submit(attestationMisbehaviour('packets', signed(5n, 'x', 1), signed(6n, 'x', 2)))).toMatchObject(invalid)
    expect(submit(attestationMisbehaviour('packets', signed(5n, 'x', 1), signed(5n, 'y', 2)))).toMatchObject(invalid)
    expect(submit(attestationMisbehaviour('state', head(5n, 9n), head(6n, 10n)))).toMatchObject(invalid)
    const lone = encodeAttestationProof({ attestation: { height: 5n, packets: [] }, signatures: [] })
    expect(submit(attestationMisbehaviour('packets', signed(5n, 'x', 1), lone))).toMatchObject({
      rejection: { code: 'IBC_PROOF_THRESHOLD_NOT_REACHED' },
    })
    // Heights long forgotten count as well: both statements are in the evidence.
    expect(submit(attestationMisbehaviour('state', head(2n, time), head(2n, time + 1n)))).toEqual(frozen)
    const again = world()
    expect(again.submit(attestationMisbehaviour('packets', signed(5n, 'x', 1), signed(5n, 'x', 2)))).toEqual(frozen)
    expect(latest).toBeGreaterThan(0n)
  })

  it('refuses headers that the attestors did not sign', () => {
    const { latest, time, submit, header } = world()
    const good = header(latest + 1n, time + 1n)
    expect(submit({ ...good, value: good.value.slice(0, -1) })).toMatchObject({
      rejection: { code: 'IBC_HEADER_INVALID' },
    })
    const altered = good.value.slice()
    altered[31]! ^= 1
    expect(submit({ ...good, value: altered })).toMatchObject({ rejection: { code: 'IBC_PROOF_SIGNER_UNKNOWN' } })
    expect(submit({ typeUrl: '/nobody', value: good.value })).toMatchObject({
      rejection: { code: 'IBC_HEADER_INVALID' },
    })
  })
})

describe('creating clients', () => {
  const { cosmos, ethereum, solo, attestors } = pegzone()
  const attested: AttestationState = attestationStateCodec.decode(attestors.initial(cosmos).clientState.value)
  const consensus = attestationConsensusState(5n)
  const soloState = { sequence: 1n, frozen: false, publicKey: solo.publicKey, diversifier: 'd', timestamp: 5n }
  const shuffled = [...attested.attestors].reverse()

  const refusals: readonly (readonly [string, ReturnType<typeof attestors.initial>, string])[] = [
    [
      'an unknown type',
      { clientState: { typeUrl: '/x', value: new Uint8Array() }, consensusState: consensus },
      'IBC_CLIENT_TYPE_UNKNOWN',
    ],
    ...Object.entries({
      'no attestors': { ...attested, attestors: [] },
      'unsorted attestors': { ...attested, attestors: shuffled },
      'an attestor twice': { ...attested, attestors: [attested.attestors[0]!, attested.attestors[0]!] },
      'a threshold of 0': { ...attested, threshold: 0 },
      'a threshold beyond n': { ...attested, threshold: 4 },
      'height 0-0': { ...attested, revision: 0n, latestHeight: 0n },
      'a domain without contract': { ...attested, domain: { chainId: 1n, verifyingContract: '0x' as const } },
    }).map(
      ([name, state]) =>
        [
          name,
          { clientState: attestationClientState(state), consensusState: consensus },
          'IBC_CLIENT_STATE_INVALID',
        ] as const,
    ),
    [
      'an attestation client without time',
      { clientState: attestationClientState(attested), consensusState: attestationConsensusState(0n) },
      'IBC_CLIENT_STATE_INVALID',
    ],
    [
      'a frozen client',
      { clientState: attestationClientState({ ...attested, frozen: true }), consensusState: consensus },
      'IBC_CLIENT_NOT_ACTIVE',
    ],
    [
      'an expired client',
      { clientState: attestationClientState({ ...attested, trustingPeriodNs: 1n }), consensusState: consensus },
      'IBC_CLIENT_NOT_ACTIVE',
    ],
    [
      'a solo machine at sequence 0',
      { clientState: soloClientState({ ...soloState, sequence: 0n }), consensusState: soloConsensusState(soloState) },
      'IBC_CLIENT_STATE_INVALID',
    ],
    [
      'a solo machine with a blank diversifier',
      {
        clientState: soloClientState({ ...soloState, diversifier: ' ' }),
        consensusState: soloConsensusState({ ...soloState, diversifier: ' ' }),
      },
      'IBC_CLIENT_STATE_INVALID',
    ],
    [
      'a solo machine with another consensus state',
      { clientState: soloClientState(soloState), consensusState: soloConsensusState({ ...soloState, timestamp: 6n }) },
      'IBC_CLIENT_STATE_INVALID',
    ],
    [
      'a solo machine without key',
      {
        clientState: soloClientState({ ...soloState, publicKey: soloPublicKey(new Uint8Array(33)) }),
        consensusState: soloConsensusState({ ...soloState, publicKey: soloPublicKey(new Uint8Array(33)) }),
      },
      'IBC_CLIENT_STATE_INVALID',
    ],
    [
      'a client state of 40 kB',
      { clientState: { ...soloClientState(soloState), value: new Uint8Array(40_000) }, consensusState: consensus },
      'IBC_CLIENT_STATE_INVALID',
    ],
  ]

  it.each(refusals)('refuses %s', (_name, message, code) => {
    expect(ethereum.run((state, host) => ethereum.ibc.createClient(state, host, message))).toMatchObject({
      rejection: { code },
    })
  })

  it('obeys the allowed clients, for creating and for using', () => {
    const zone = pegzone()
    zone.cosmos.must((state) => ok(setAllowedClients(state, ['07-tendermint'])))
    const message = zone.solo.initial(zone.ethereum)
    const notAllowed = { rejection: { code: 'IBC_CLIENT_TYPE_NOT_ALLOWED' } }
    expect(zone.cosmos.run((state, host) => zone.cosmos.ibc.createClient(state, host, message))).toMatchObject(
      notAllowed,
    )
    const packet = sent(transfer(zone.onEthereum, { denom: 'dai', amount: 1n }))
    expect(zone.onCosmos.recv(packet)).toMatchObject(notAllowed)
  })
})

describe('recovering clients', () => {
  it('gives a frozen client the state of an active substitute, not of itself, not of an equal key', () => {
    const { cosmos, ethereum, onCosmos, onEthereum, solo } = pegzone()
    const create = (prover: SoloProver) =>
      cosmos.must((state, host) => cosmos.ibc.createClient(state, host, prover.initial(ethereum))).clientId
    const fresh = new SoloProver({ keys: [keyOf('new solo')] })
    const substituteClientId = create(fresh)
    const sameKey = create(new SoloProver({ diversifier: 'other' }))
    const recover = (substitute: string) =>
      cosmos.run((state, host) =>
        cosmos.ibc.recoverClient(state, host, { subjectClientId: onCosmos.clientId, substituteClientId: substitute }),
      )
    const invalid = { rejection: { code: 'IBC_CLIENT_SUBSTITUTE_INVALID' } }
    expect(recover(substituteClientId)).toMatchObject(invalid)
    const client = soloClient(cosmos.view, onCosmos.clientId)!
    const entry = (byte: number) => {
      const { diversifier, timestamp } = client
      const statement = { path: 'p', data: Uint8Array.of(byte), timestamp }
      return { ...statement, signature: solo.sign(soloSignBytes({ ...statement, sequence: 1n, diversifier })) }
    }
    cosmos.must((state, host) =>
      cosmos.ibc.updateClient(state, host, {
        clientId: onCosmos.clientId,
        clientMessage: soloMisbehaviour(1n, entry(1), entry(2)),
      }),
    )
    expect(recover(onCosmos.clientId)).toMatchObject({ rejection: { code: 'IBC_CLIENT_NOT_ACTIVE' } })
    expect(recover(sameKey)).toMatchObject(invalid)
    expect(recover(substituteClientId)).toEqual(ok())
    const packet = sent(transfer(onEthereum, { denom: 'dai', amount: 1n }))
    const [proven] = fresh.prove(ethereum, cosmos, onCosmos.clientId, [commitmentPath(packet)])
    expect(onCosmos.recv(packet, proven!)).toMatchObject({ value: { result: 'success' } })
  })

  it('revives an expired attestation client', () => {
    const { cosmos, ethereum, attestors } = pegzone()
    const initial = attestors.initial(cosmos)
    const state = attestationStateCodec.decode(initial.clientState.value)
    const create = (trustingPeriodNs: bigint) =>
      ethereum.must((on, host) =>
        ethereum.ibc.createClient(on, host, {
          clientState: attestationClientState({ ...state, trustingPeriodNs }),
          consensusState: attestationConsensusState(ethereum.host.timeNs),
        }),
      ).clientId
    const old = create(1_000_000_000n)
    ethereum.block(5_000_000_000n)
    expect(ethereum.ibc.clientStatus(ethereum.view, ethereum.host, old)).toBe('Expired')
    const substituteClientId = create(60_000_000_000n)
    ethereum.must((on, host) => ethereum.ibc.recoverClient(on, host, { subjectClientId: old, substituteClientId }))
    expect(ethereum.ibc.clientStatus(ethereum.view, ethereum.host, old)).toBe('Active')
  })

  it('the mock client freezes and expires too', () => {
    const { cosmos } = pegzone()
    const made = {
      clientState: mockClientState({ height: 1n, timestamp: cosmos.host.timeNs, trustingPeriodNs: 5n, frozen: false }),
      consensusState: mockConsensusState(1n),
    }
    const { clientId } = cosmos.must((state, host) => cosmos.ibc.createClient(state, host, made))
    cosmos.block()
    expect(cosmos.ibc.clientStatus(cosmos.view, cosmos.host, clientId)).toBe('Expired')
  })
})
