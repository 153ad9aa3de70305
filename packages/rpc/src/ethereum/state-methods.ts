import { bytesToHex, type EthAddress, utf8ToBytes } from '@pegzone/encoding'
import { accountOf } from '@pegzone/ethereum'
import type { View } from '@pegzone/ledger'
import type { RpcMethod } from '../server/types.ts'
import type { EthereumBackend } from './backend.ts'
import { callRequestParam } from './call-request.ts'
import { headerNotFound, invalidParams, orThrow } from './errors.ts'
import { addressParam, isMissing, isObject, positional, quantity } from './params.ts'
import { stateHeightOf } from './tags.ts'

/** Balances, nonces, code, calls: everything that reads the state at a block. */
export function stateMethods(backend: EthereumBackend): Readonly<Record<string, RpcMethod>> {
  const { chain } = backend

  async function viewOf(tag: unknown): Promise<View> {
    const view = await chain.viewAt(await stateHeightOf(backend, tag))
    if (view === undefined) throw headerNotFound()
    return view
  }

  async function run(params: readonly unknown[]) {
    const [request, tag, overrides, blockOverrides] = params
    if (!isEmpty(overrides) || !isEmpty(blockOverrides)) {
      throw invalidParams('state and block overrides are not supported by the emulated chain')
    }
    const height = await stateHeightOf(backend, tag)
    return orThrow(await chain.callAt(callRequestParam(request, chain.chainId), height))
  }

  return {
    async eth_getBalance(params) {
      const [address, tag] = positional(params)
      const account = addressParam(address, '0')
      return quantity(accountOf(await viewOf(tag), account).balance)
    },
    async eth_getTransactionCount(params) {
      const [address, tag] = positional(params)
      const account = addressParam(address, '0')
      if (tag === 'pending') return quantity(chain.pendingNonce(account))
      return quantity(accountOf(await viewOf(tag), account).nonce)
    },
    async eth_getCode(params) {
      const [address, tag] = positional(params)
      const account = addressParam(address, '0')
      await stateHeightOf(backend, tag)
      return codeOf(backend, account)
    },
    /** Built-ins keep their state in tables, not in slots: every slot reads as zero. */
    async eth_getStorageAt(params) {
      const [address, slot, tag] = positional(params)
      addressParam(address, '0')
      slotParam(slot)
      await stateHeightOf(backend, tag)
      return `0x${'0'.repeat(64)}`
    },
    async eth_getAccountInfo(params) {
      const [address, tag] = positional(params)
      const account = addressParam(address, '0')
      const { balance, nonce } = accountOf(await viewOf(tag), account)
      return { balance: quantity(balance), nonce: quantity(nonce), code: codeOf(backend, account) }
    },
    async eth_call(params) {
      return bytesToHex((await run(positional(params))).output)
    },
    async eth_estimateGas(params) {
      return quantity((await run(positional(params))).gas)
    },
    /** Calls touch no slots, so the list is empty and the gas is the estimate. */
    async eth_createAccessList(params) {
      return { accessList: [], gasUsed: quantity((await run(positional(params))).gas) }
    },
  }
}

function isEmpty(overrides: unknown): boolean {
  return isMissing(overrides) || (isObject(overrides) && Object.keys(overrides).length === 0)
}

/** Odd digits are accepted, as geth does: a slot is a number of at most 32 bytes. */
function slotParam(slot: unknown): void {
  if (typeof slot !== 'string' || !/^0x[0-9a-fA-F]{0,64}$/.test(slot)) {
    throw invalidParams('invalid argument 1: storage slot of at most 32 bytes expected')
  }
}

const INVALID_OPCODE = 0xfe

/** A built-in answers an invalid opcode and its name: not empty, so clients take it for a contract; useless elsewhere. */
export function codeOf({ chain }: EthereumBackend, address: EthAddress): string {
  const builtIn = chain.builtIns.get(address)
  if (builtIn === undefined) return '0x'
  return bytesToHex(Uint8Array.of(INVALID_OPCODE, ...utf8ToBytes(`pegzone:${builtIn.name}`)))
}
