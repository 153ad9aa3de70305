import { pegBridgeAbi } from '@pegzone/contracts'
import { type EthAddress, parseEthAddress } from '@pegzone/encoding'
import { heldTransfers, nextSequences, paths, pendingOf, releasableOf, totalEscrow, transferBooks } from '@pegzone/ibc'
import { type Outcome, ok } from '@pegzone/outcome'
import type { BuiltIn, CallContext, Revert } from '../../chain/built-in.ts'
import { contractAddresses, ZERO_ADDRESS } from '../addresses.ts'
import { builtIn } from '../dispatch.ts'
import { domainAnswer } from '../eip712.ts'
import { type Token, tokenAt, tokens } from '../token/tokens.ts'
import { adminOf } from './admin.ts'
import type { BridgeCore } from './core.ts'
import { unauthorized, unknownToken } from './errors.ts'
import { submit } from './handshake.ts'
import { hostOf } from './host.ts'
import { acknowledgePackets, recvPackets, send, timeoutPackets, updateClient } from './keeper.ts'
import { denomOf, laneOf, TRANSFER_PORT, tokenOfDenom } from './lanes.ts'
import { toPacket } from './packet.ts'
import { channelEnd } from './routing.ts'

const GAS_CONSTANT = 500n
const GAS_READ = 5_000n
const GAS_BATCH = 30_000n
/** Recovery of one signature is 3000 gas in bytecode; a proof holds a few. */
const GAS_PROOF = 30_000n
const GAS_PACKET = 90_000n

const WORD_ZERO = new Uint8Array(32)
const NO_BYTES = new Uint8Array()

export function pegBridgeContract(core: BridgeCore): BuiltIn {
  const { ibc } = core
  const stored = ({ state }: CallContext, path: string) => ibc.readPath(state, path)
  return builtIn('PegBridge', pegBridgeAbi, {
    sendTransfer: {
      gas: 180_000n,
      run({ state, caller, block }, [token, amount, receiver, sourceChannel, timeoutTimestamp, memo]) {
        const transfer = { account: caller, token, amount, receiver, sourceChannel, timeoutTimestamp, memo }
        const sent = send(core, state, hostOf(block), transfer)
        return sent.ok ? ok([sent.value]) : sent
      },
    },
    updateClient: {
      gas: 60_000n + GAS_PROOF,
      run({ state, block }, [clientId, clientMessage]) {
        return done(updateClient(core, state, hostOf(block), { clientId, clientMessage }))
      },
    },
    recvPackets: {
      gas: ([packets, proofs]) => batchGas(packets.length, proofs.length),
      run({ state, block }, [packets, proofs, proofHeight]) {
        const batch = { packets: packets.map(toPacket), proofs, proofHeight }
        return done(recvPackets(core, state, hostOf(block), batch))
      },
    },
    acknowledgePackets: {
      gas: ([packets, , proofs]) => batchGas(packets.length, proofs.length),
      run({ state, block }, [packets, acknowledgements, proofs, proofHeight]) {
        const batch = { packets: packets.map(toPacket), acknowledgements, proofs, proofHeight }
        return done(acknowledgePackets(core, state, hostOf(block), batch))
      },
    },
    timeoutPackets: {
      gas: ([packets, proofs]) => batchGas(packets.length, proofs.length),
      run({ state, block }, [packets, proofs, proofHeight]) {
        const batch = { packets: packets.map(toPacket), proofs, proofHeight }
        return done(timeoutPackets(core, state, hostOf(block), batch))
      },
    },
    submitIbc: {
      gas: 250_000n + GAS_PROOF,
      run({ state, caller, block }, [message]) {
        if (caller !== adminOf(state)) return unauthorized(caller)
        const submitted = submit(ibc, state, hostOf(block), message)
        return submitted.ok ? ok([submitted.value]) : submitted
      },
    },

    tokens: { gas: GAS_CONSTANT, run: () => ok([tokens.map(({ address }) => address)]) },
    denomOf: { gas: GAS_CONSTANT, run: (_ctx, [address]) => of(address, (token) => [denomOf(token)]) },
    tokenOf: { gas: GAS_CONSTANT, run: (_ctx, [denom]) => ok([tokenOfDenom(denom)?.address ?? ZERO_ADDRESS]) },
    books: {
      gas: GAS_READ,
      run: ({ state }, [address, channelId]) =>
        of(address, (token) => {
          const { escrowed, heldCount, ...books } = transferBooks(state, laneOf(token, channelId))
          const pending = pendingOf({ escrowed, heldCount, ...books })
          return [{ escrow: escrowed, pending, heldCount: BigInt(heldCount), ...books }]
        }),
    },
    escrowed: {
      gas: GAS_READ,
      run: ({ state }, [address]) => of(address, (token) => [totalEscrow(state, denomOf(token))]),
    },
    inFlight: {
      gas: GAS_READ,
      run: ({ state }, [address, channelId]) =>
        of(address, (token) => [pendingOf(transferBooks(state, laneOf(token, channelId)))]),
    },
    releasable: {
      gas: GAS_READ,
      run: ({ state }, [address, channelId]) =>
        of(address, (token) => [releasableOf(transferBooks(state, laneOf(token, channelId)))]),
    },
    heldPackets: {
      gas: GAS_READ,
      run: ({ state }, [address, channelId]) =>
        of(address, (token) => {
          const waiting = [...heldTransfers(state, laneOf(token, channelId))]
          return [
            waiting.map(({ packet }) => packet.sequence),
            waiting.map(({ account }) => parseEthAddress(account)!),
            waiting.map(({ amount }) => amount),
          ]
        }),
    },

    commitment: {
      gas: GAS_READ,
      run: (ctx, [channelId, sequence]) =>
        ok([stored(ctx, paths.commitment(TRANSFER_PORT, channelId, sequence)) ?? WORD_ZERO]),
    },
    receipt: {
      gas: GAS_READ,
      run: (ctx, [channelId, sequence]) =>
        ok([stored(ctx, paths.receipt(TRANSFER_PORT, channelId, sequence)) !== undefined]),
    },
    acknowledgement: {
      gas: GAS_READ,
      run: (ctx, [channelId, sequence]) =>
        ok([stored(ctx, paths.acknowledgement(TRANSFER_PORT, channelId, sequence)) ?? WORD_ZERO]),
    },
    nextSequenceSend: {
      gas: GAS_READ,
      run: ({ state }, [channelId]) => ok([nextSequences(state, { portId: TRANSFER_PORT, channelId })?.send ?? 0n]),
    },
    provable: { gas: GAS_READ, run: (ctx, [path]) => ok([stored(ctx, path) ?? NO_BYTES]) },
    channel: {
      gas: GAS_READ,
      run({ state }, [channelId]) {
        const end = channelEnd(state, channelId)
        if (end === undefined) return ok(['', '', '', ''])
        const { state: to, connectionHops, counterparty, version } = end
        return ok([to, connectionHops[0] ?? '', counterparty.channelId, version])
      },
    },
    client: {
      gas: GAS_READ,
      run({ state, block }, [clientId]) {
        const latest = ibc.latestHeight(state, clientId)
        const timestamp = latest && ibc.timestampAt(state, clientId, latest)
        return ok([ibc.clientStatus(state, hostOf(block), clientId), latest?.revisionHeight ?? 0n, timestamp ?? 0n])
      },
    },
    eip712Domain: {
      gas: GAS_CONSTANT,
      run: ({ block }) =>
        ok(
          domainAnswer({
            name: 'Pegzone',
            chainId: block.chainId,
            verifyingContract: contractAddresses.PegBridge,
          }),
        ),
    },
    admin: { gas: GAS_READ, run: ({ state }) => ok([adminOf(state) ?? ZERO_ADDRESS]) },
  })
}

function batchGas(packets: number, proofs: number): bigint {
  return GAS_BATCH + GAS_PACKET * BigInt(packets) + GAS_PROOF * BigInt(proofs)
}

function done(outcome: Outcome<void, Revert>): Outcome<readonly [], Revert> {
  return outcome.ok ? ok([]) : outcome
}

/** An answer about a token that has a lane. */
function of<T>(address: EthAddress, answer: (token: Token) => T): Outcome<T, Revert> {
  const token = tokenAt(address)
  return token === undefined ? unknownToken(address) : ok(answer(token))
}
