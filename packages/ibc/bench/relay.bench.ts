import { cryptoBackends, secp256k1, sha256 } from '@pegzone/encoding'
import { type Packet, SUCCESS_ACK } from '@pegzone/ibc'
import { ackPath, commitmentPath, transfer } from '../test/harness/path.ts'
import { pegzone } from '../test/harness/pegzone.ts'

/**
 * Packets per second through the whole life of a transfer, in memory, both ledgers and both signers in one thread:
 * send, one solo machine proof per packet, receive, one 2-of-3 attestation per batch, acknowledge; one block on either
 * side per step and batch, so journal, delta and root are all paid for.
 */
const BATCH = 30
const SECONDS = 4

interface Spent {
  send: number
  prove: number
  recv: number
  attest: number
  acknowledge: number
  seal: number
}

const zone = pegzone({ lean: true })
const { ethereum, cosmos, onEthereum, onCosmos } = zone

function batch(spent: Spent): void {
  let last = performance.now()
  const lap = (step: keyof Spent) => {
    const now = performance.now()
    spent[step] += now - last
    last = now
  }
  const packets: Packet[] = []
  for (let i = 0; i < BATCH; i++) packets.push(must(transfer(onEthereum, { denom: 'dai', amount: 1n })).packet)
  lap('send')
  ethereum.block()
  lap('seal')
  const proofs = onCosmos.prove(...packets.map(commitmentPath))
  lap('prove')
  packets.forEach((packet, i) => {
    success(must(onCosmos.recv(packet, proofs[i])))
  })
  lap('recv')
  cosmos.block()
  lap('seal')
  const attested = onEthereum.prove(...packets.map(ackPath))
  lap('attest')
  packets.forEach((packet, i) => {
    success(must(onEthereum.acknowledge(packet, SUCCESS_ACK, attested[i])))
  })
  lap('acknowledge')
  ethereum.block()
  lap('seal')
}

function must<T>(
  outcome: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly rejection: { code: string } },
): T {
  if (!outcome.ok) throw new Error(outcome.rejection.code)
  return outcome.value
}

function success({ result }: { readonly result: string }): void {
  if (result !== 'success') throw new Error(result)
}

function run(seconds: number): { readonly packets: number; readonly ms: number; readonly spent: Spent } {
  const spent: Spent = { send: 0, prove: 0, recv: 0, attest: 0, acknowledge: 0, seal: 0 }
  const start = performance.now()
  let packets = 0
  while (performance.now() - start < seconds * 1000) {
    batch(spent)
    packets += BATCH
  }
  return { packets, ms: performance.now() - start, spent }
}

run(1)
const { packets, ms, spent } = run(SECONDS)
const perPacket = Object.entries(spent).map(([step, total]) => `${step} ${((1000 * total) / packets).toFixed(0)}`)
print(
  'relay, whole packet',
  (1000 * packets) / ms,
  `batches of ${BATCH}, ${packets} packets; us each: ${perPacket.join(', ')}`,
)
const floor = signaturesPerPacket()
print(
  'relay, share of bare signatures',
  (100 * floor * packets) / ms,
  'one sign, one verify, 4/30 of sign or recover, alone',
  '%',
)
const keepers = spent.send + spent.recv + spent.acknowledge + spent.seal
print(
  'relay, ledgers only',
  (1000 * packets) / keepers,
  'the same without the time the signers took; verification included',
)
print('bytes of heap per settled packet', heapPerPacket(), 'both ledgers, history 0', 'B')

/** Milliseconds that the signature work of one packet takes by itself on this machine now. */
function signaturesPerPacket(): number {
  const key = sha256(Uint8Array.of(1))
  const publicKey = secp256k1.publicKey(key)
  const { signature, recovery } = secp256k1.sign(key, key)
  const timed = (run: () => unknown) => {
    const start = performance.now()
    for (let i = 0; i < 2000; i++) run()
    return (performance.now() - start) / 2000
  }
  const sign = timed(() => secp256k1.sign(key, key))
  const verify = timed(() => secp256k1.verify(key, signature, publicKey))
  const recover = timed(() => secp256k1.recover(key, signature, recovery))
  return sign + verify + (2 * sign + 2 * recover) / BATCH
}

function heapPerPacket(): number {
  const collect = (globalThis as { gc?: () => void }).gc
  if (collect === undefined) return Number.NaN
  const measure = () => {
    collect()
    return process.memoryUsage().heapUsed
  }
  const before = measure()
  const { packets: more } = run(3)
  return (measure() - before) / more
}

function print(name: string, value: number, detail: string, unit = 'packets/s'): void {
  const { secp256k1: backend } = cryptoBackends()
  process.stdout.write(
    `${JSON.stringify({ name: `ibc: ${name}`, value: Math.round(value), unit, detail: `${detail}; secp256k1 ${backend}` })}\n`,
  )
}
